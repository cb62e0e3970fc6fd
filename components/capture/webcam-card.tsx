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
import { signalColor, SourceCard } from './source-card'

const statusWords: Readonly<Record<WebcamState['phase'], string>> = {
  off: 'Off',
  opening: 'Opening',
  on: 'Live',
  paused: 'Paused',
  failed: 'Off',
}

const Preview = ({ stream, isPaused }: { readonly stream: MediaStream; readonly isPaused: boolean }) => {
  const video = useRef<HTMLVideoElement>(null)
  useEffect(() => {
    const element = video.current
    if (element === null) return undefined
    element.srcObject = stream
    return () => {
      element.srcObject = null
    }
  }, [stream])
  useEffect(() => {
    if (isPaused) video.current?.pause()
    // A preview that may not play by itself stays dark; the reading goes on without it.
    else void video.current?.play().catch(() => undefined)
  }, [isPaused, stream])
  return <video ref={video} className={styles.video} muted playsInline autoPlay aria-label="Your webcam, mirrored" />
}

const faceWords = (webcam: Extract<WebcamState, { phase: 'on' | 'paused' }>): string => {
  if (webcam.phase === 'paused') return 'Paused. The last reading still counts.'
  const { faceReading } = webcam
  if (faceReading === undefined) return 'Getting the models ready'
  if (faceReading.faceCount === 0) return 'No face in view. Look at the camera, with light from the front.'
  if (faceReading.faceCount > 1) return `${faceReading.faceCount} faces in view; the largest is read.`
  return 'One face in view.'
}

/** The webcam: a mirrored preview with the face box, and the seven expressions moving. */
export const WebcamCard = () => {
  const webcam = useStudio((state) => state.webcam)
  const { openWebcam, pauseWebcam, resumeWebcam, closeWebcam } = useStudioActions()
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
      {webcam.phase === 'opening' && (
        <div className={styles.faceGrid}>
          <div className={styles.stage}>
            <p className={styles.stageWords}>Your browser may ask whether this page may use the camera.</p>
          </div>
          <div>
            <ScoreBars labels={emotionBarWords} scores={undefined} title="Expression" color={signalColor('expression')} />
            <div className={styles.controls}>
              <Button size="2" variant="surface" onClick={closeWebcam}>
                Cancel
              </Button>
            </div>
          </div>
        </div>
      )}
      {isShown && (
        <div className={styles.faceGrid}>
          <div className={styles.stage} data-paused={webcam.phase === 'paused'}>
            <Preview stream={webcam.stream} isPaused={webcam.phase === 'paused'} />
            <FaceBox faceReading={webcam.faceReading} isMirrored />
            <span className={styles.privacyLight} data-on={webcam.phase === 'on'}>
              <span aria-hidden="true" />
              {webcam.phase === 'on' ? 'Camera on, stays on this device' : 'Not looking'}
            </span>
          </div>
          <div>
            <ScoreBars labels={emotionBarWords} scores={webcam.reading?.scores} title="Expression" color={signalColor('expression')} />
            <p className={styles.faceWords}>
              {faceWords(webcam)}
              {webcam.phase === 'on' && webcam.framesPerSec !== undefined && (
                <span className="numbers">{` ${Math.round(webcam.framesPerSec)} frames a second.`}</span>
              )}
            </p>
            <div className={styles.controls}>
              {webcam.phase === 'on' ? (
                <Button size="2" variant="surface" onClick={pauseWebcam}>
                  <PauseIcon /> Pause
                </Button>
              ) : (
                <Button size="2" variant="surface" onClick={resumeWebcam}>
                  <PlayIcon /> Go on
                </Button>
              )}
              <Button size="2" variant="surface" onClick={closeWebcam}>
                <StopIcon /> Stop
              </Button>
            </div>
          </div>
        </div>
      )}
    </SourceCard>
  )
}
