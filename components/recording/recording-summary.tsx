import { useMemo } from 'react'

import type { Stretch } from '@/lib/core/signal/assess-quality'
import { createAbstain } from '@/lib/core/state/abstain'
import { summariseMovement } from '@/lib/core/state/summarise-movement'
import { summariseStress } from '@/lib/core/state/summarise-stress'
import type { WindowModelId } from '@/lib/inference/inference'
import type { ReadRecording } from '@/lib/stores/studio-state'

import { missingLines, movementLines, stressLines, tagLines } from './summary-words'
import styles from './timeline.module.css'
import { stretchWords } from './time-words'

type RecordingSummaryProps = {
  readonly modelId: WindowModelId
  readonly read: ReadRecording
  readonly whole: Stretch
  /** The stretch that a single moment stands for. */
  momentAt(timestampMs: number): Stretch
  onPick(picked: Stretch): void
}

/** What the recording says, in a few plain lines; the stretches that they speak of can be picked. */
export const RecordingSummary = ({ modelId, read, whole, momentAt, onPick }: RecordingSummaryProps) => {
  const { recording, quality, estimates, wrist, cadence, now } = read
  const isWearable = modelId === 'stress'
  const moving = isWearable ? wrist?.estimates : estimates
  const lines = useMemo(
    () => [
      ...(isWearable ? stressLines(summariseStress(estimates, createAbstain(quality)), whole) : []),
      ...movementLines(summariseMovement(moving ?? [], cadence), isWearable, whole),
      ...tagLines(recording.tagsMs, momentAt),
      ...missingLines(quality, whole),
    ],
    [isWearable, estimates, quality, whole, moving, cadence, recording.tagsMs, momentAt],
  )
  return (
    <ul className={styles.summary} aria-label="In short">
      {lines.map(({ key, lead, stretches, words }) => (
        <li key={key}>
          <strong>{lead}</strong>
          {stretches.map((stretch) => (
            <button
              key={stretch.startMs}
              type="button"
              className={styles.stretchButton}
              aria-pressed={stretch.startMs === now.startMs && stretch.endMs === now.endMs}
              onClick={() => onPick(stretch)}
            >
              {stretchWords(stretch)}
            </button>
          ))}
          {words !== undefined && <span>{words}</span>}
        </li>
      ))}
    </ul>
  )
}
