'use client'

import { Button } from '@radix-ui/themes/components/button'

import { ProblemNote } from '@/components/studio/problem-note'
import { useStudio, useStudioActions } from '@/components/studio/studio-context'
import type { Stretch } from '@/lib/core/signal/assess-quality'
import type { StoredBaseline } from '@/lib/contracts/stored-baseline'
import type { ReadRecording } from '@/lib/stores/studio-state'

import styles from './recording.module.css'
import { clockWords, lengthWords } from './time-words'

/** A stretch shorter than this is too little to take a baseline from. */
const SHORTEST_BASELINE_MS = 60_000

const stretchWords = ({ startMs, endMs }: Stretch) => `${clockWords(startMs)} to ${clockWords(endMs)}`

const scaleWords = (scaledBy: ReadRecording['scaledBy'], kept: StoredBaseline | undefined): string => {
  if (kept === undefined) {
    return 'This recording is read against itself: its own mean is your zero, so it should hold more than one mood. With three quiet minutes as your baseline, every recording is read against your rest.'
  }
  const from = `Your baseline is ${stretchWords(kept)} of ${kept.sourceName}.`
  return scaledBy === 'baseline'
    ? `${from} This recording is read against it.`
    : `${from} It lacks a signal that this device measured, so this recording is read against itself.`
}

/** The person's own zero: what it is, how to take it from this recording, and how to delete it. */
export const BaselinePanel = ({ scaledBy, now }: { readonly scaledBy: ReadRecording['scaledBy']; readonly now: Stretch }) => {
  const { phase, kept, problem } = useStudio(({ baseline }) => baseline)
  const { takeBaseline, forgetBaseline } = useStudioActions()
  const isTaking = phase === 'taking'
  const nowLengthMs = now.endMs - now.startMs
  const isLongEnough = nowLengthMs >= SHORTEST_BASELINE_MS
  return (
    <section className={styles.baseline} aria-labelledby="baseline-title">
      <h4 className="print" id="baseline-title">
        Your baseline
      </h4>
      <p className={styles.soft}>{scaleWords(scaledBy, kept)} It stays on this device.</p>
      {problem !== undefined && <ProblemNote problem={problem} />}
      <div className={styles.presets}>
        <Button size="2" variant="surface" disabled={isTaking} onClick={() => void takeBaseline()}>
          {isTaking ? 'Taking it …' : 'Use the quietest three minutes'}
        </Button>
        <Button size="2" variant="surface" disabled={isTaking || !isLongEnough} onClick={() => void takeBaseline(now)}>
          {isLongEnough ? `Use the marked ${lengthWords(nowLengthMs)}` : 'Mark a minute or more to use it'}
        </Button>
        {kept !== undefined && (
          <Button size="2" variant="surface" color="red" disabled={isTaking} onClick={() => void forgetBaseline()}>
            Delete my baseline
          </Button>
        )}
      </div>
    </section>
  )
}
