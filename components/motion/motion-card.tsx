'use client'

import { Button } from '@radix-ui/themes/components/button'

import styles from '@/components/capture/capture.module.css'
import { signalColor, SourceCard } from '@/components/capture/source-card'
import { ProblemNote } from '@/components/studio/problem-note'
import { useStudio, useStudioActions } from '@/components/studio/studio-context'
import { MotionIcon, StopIcon } from '@/components/ui/icons'
import { ScoreBars } from '@/components/ui/score-bars'
import type { MotionReading } from '@/lib/stores/live-motion'
import type { MotionState } from '@/lib/stores/studio-state'

import { motionBars, motionWords } from './motion-words'

const statusWords: Readonly<Record<MotionState['phase'], string>> = { off: 'Off', opening: 'Opening', on: 'Live', failed: 'Off' }

const Reading = ({ motion }: { readonly motion: MotionReading | undefined }) => {
  const { labels, scores } = motionBars(motion)
  return (
    <>
      <ScoreBars labels={labels} scores={scores} title="Activity" color={signalColor('motion')} />
      <p className={styles.faceWords}>{motionWords(motion)}</p>
      {motion?.cadence !== undefined && (
        <p className={styles.faceWords}>
          <strong className="numbers">{Math.round(motion.cadence.cadenceSpm)}</strong> steps a minute
        </p>
      )}
    </>
  )
}

/** The phone's own motion, live: what its movement looks like, and how fast its steps are. */
export const MotionCard = () => {
  const motion = useStudio((state) => state.motion)
  const { openMotion, closeMotion } = useStudioActions()
  return (
    <SourceCard
      signal="motion"
      title="Live motion"
      icon={<MotionIcon />}
      status={statusWords[motion.phase]}
      isLit={motion.phase === 'on'}
      isWide={motion.phase === 'on'}
      onRemove={motion.phase === 'on' ? closeMotion : undefined}
      removeLabel="Stop reading motion"
    >
      {(motion.phase === 'off' || motion.phase === 'failed') && (
        <>
          {motion.phase === 'failed' && <ProblemNote problem={motion.problem} />}
          <p className={styles.hint}>
            Reads from this phone&rsquo;s movement whether it rests, walks, climbs or runs, and counts steps a minute, so that the music can
            keep your pace. The phone may ask whether this page may use motion; what it measures stays on it.
          </p>
          <Button size="2" variant="surface" onClick={() => void openMotion()}>
            {motion.phase === 'failed' ? 'Try this phone again' : 'Read this phone’s motion'}
          </Button>
        </>
      )}
      {motion.phase === 'opening' && (
        <>
          <p className={styles.hint}>Waiting for the motion sensor. Your phone may ask whether this page may use it.</p>
          <Button size="2" variant="surface" onClick={closeMotion}>
            Cancel
          </Button>
        </>
      )}
      {motion.phase === 'on' && (
        <>
          <Reading motion={motion.motion} />
          <div className={styles.controls}>
            <Button size="2" variant="surface" onClick={closeMotion}>
              <StopIcon /> Stop
            </Button>
          </div>
        </>
      )}
    </SourceCard>
  )
}
