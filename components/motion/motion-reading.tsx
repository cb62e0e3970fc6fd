import styles from '@/components/capture/capture.module.css'
import { signalColor } from '@/components/capture/source-card'
import { ScoreBars } from '@/components/ui/score-bars'
import type { MotionReading as Motion } from '@/lib/stores/live-motion'

import { motionBars, motionWords } from './motion-words'

/** What a phone's motion looks like now: the activities, a sentence about the reading, and the steps a minute. */
export const MotionReading = ({ motion }: { readonly motion: Motion | undefined }) => {
  const { labels, scores } = motionBars(motion)
  return (
    <div className={styles.stack}>
      <ScoreBars labels={labels} scores={scores} title="Activity" color={signalColor('motion')} />
      <p className={styles.faceWords}>{motionWords(motion)}</p>
      {motion?.cadence !== undefined && (
        <p className={styles.faceWords}>
          <strong className="numbers">{Math.round(motion.cadence.cadenceSpm)}</strong> steps a minute
        </p>
      )}
    </div>
  )
}
