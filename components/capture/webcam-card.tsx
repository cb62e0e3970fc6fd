'use client'

import { Button } from '@radix-ui/themes/components/button'
import { useEffect, useRef } from 'react'

import { ProblemNote } from '@/components/studio/problem-note'
import { useStudio, useStudioActions } from '@/components/studio/studio-context'
import { CameraIcon, PauseIcon, PlayIcon, StopIcon } from '@/components/ui/icons'
import { ScoreBars } from '@/components/ui/score-bars'
import type { WebcamState } from '@/lib/stores/studio-state'

import styles from './capture.module.css'
import { emotionBarWords } from './emotion-words'
import { FaceBox } from './face-box'
import { hintWords } from './hint-words'
import { OtherFaces } from './other-faces'
import { signalColor, SourceCard } from './source-card'

const statusWords: Readonly<Record<WebcamState['phase'], string>> = {
  off: 'Off',
  opening: 'Opening',
  on: 'Live',
  paused: 'Paused',
  failed: 'Off',
}

const Preview = ({ stream }: { readonly stream: MediaStream }) => {
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    const element = video.current
    if (element === null) return undefined
    element.srcObject = stream
    // A preview that may not play by itself stays dark; the reading goes on without it.
    void element.play().catch(() => undefined)
    return () => {
      element.srcObject = null
    }
  }, [stream])
  return <video ref={video} className={styles.video} muted playsInline autoPlay aria-label="Your webcam, mirrored" />
}

const liveWords = ({ faceReading, hint }: Extract<WebcamState, { phase: 'on' }>): string => {
  if (faceReading === undefined) return 'Getting the models ready'
  const otherCount = faceReading.others.length
  if (hint === 'seen' && otherCount > 0) {
    return `${otherCount + 1} faces in view; the one with the bright corners is read. Tap another to read it instead.`
  }
  return hintWords[hint]
}

const pausedWords = ({ isByHand, reading }: Extract<WebcamState, { phase: 'paused' }>): string => {
  const kept = reading === undefined ? '' : ' The last reading still counts.'
  return isByHand ? `Paused, and the camera is off.${kept}` : `The camera is off while this tab is out of sight.${kept}`
}

/** The webcam: a mirrored preview with the face box, and the seven expressions moving. */
export const WebcamCard = () => {
  const webcam = useStudio((state) => state.webcam)
  const { openWebcam, pauseWebcam, resumeWebcam, closeWebcam, chooseWebcamFace } = useStudioActions()
  const isShown = webcam.phase === 'on' || webcam.phase === 'paused'

  return (
    <SourceCard
      signal="expression"
      title="Webcam"
      icon={<CameraIcon />}
      status={statusWords[webcam.phase]}
      isLit={webcam.phase === 'on'}
      isWide={isShown || webcam.phase === 'opening'}
      onRemove={isShown ? closeWebcam : undefined}
      removeLabel="Turn the webcam off"
    >
      {(webcam.phase === 'off' || webcam.phase === 'failed') && (
        <>
          {webcam.phase === 'failed' && <ProblemNote problem={webcam.problem} />}
          <p className={styles.hint}>Reads your expression live. Frames are looked at in this tab and forgotten.</p>
          <Button size="2" variant="surface" onClick={() => void openWebcam()}>
            {webcam.phase === 'failed' ? 'Try the webcam again' : 'Turn on the webcam'}
          </Button>
        </>
      )}
      {webcam.phase !== 'off' && webcam.phase !== 'failed' && (
        <div className={styles.faceGrid}>
          <div className={styles.stage}>
            {webcam.phase === 'opening' && <p className={styles.stageWords}>Your browser may ask whether this page may use the camera.</p>}
            {webcam.phase === 'paused' && <p className={styles.stageWords}>The camera is off.</p>}
            {webcam.phase === 'on' && (
              <>
                <Preview stream={webcam.stream} />
                <FaceBox faceReading={webcam.faceReading} isMirrored />
                <OtherFaces faceReading={webcam.faceReading} isMirrored onChoose={chooseWebcamFace} />
                <span className={styles.privacyLight} data-on="true">
                  <span aria-hidden="true" />
                  Camera on, stays on this device
                </span>
              </>
            )}
          </div>
          <div>
            <ScoreBars
              labels={emotionBarWords}
              scores={webcam.reading?.scores}
              topIndex={webcam.reading?.labelIndex}
              title="Expression"
              color={signalColor('expression')}
            />
            <p className={styles.faceWords}>
              {webcam.phase === 'on' && liveWords(webcam)}
              {webcam.phase === 'paused' && pausedWords(webcam)}
              {webcam.phase === 'on' && webcam.framesPerSec !== undefined && (
                <span className="numbers">{` ${Math.round(webcam.framesPerSec)} frames a second.`}</span>
              )}
            </p>
            <div className={styles.controls}>
              {webcam.phase === 'on' && (
                <Button size="2" variant="surface" onClick={pauseWebcam}>
                  <PauseIcon /> Pause
                </Button>
              )}
              {webcam.phase === 'paused' && (
                <Button size="2" variant="surface" onClick={() => void resumeWebcam()}>
                  <PlayIcon /> Go on
                </Button>
              )}
              <Button size="2" variant="surface" onClick={closeWebcam}>
                {webcam.phase === 'opening' ? (
                  'Cancel'
                ) : (
                  <>
                    <StopIcon /> Stop
                  </>
                )}
              </Button>
            </div>
          </div>
        </div>
      )}
    </SourceCard>
  )
}
