import type { Stretch } from '../signal/assess-quality'
import { readCadence, type CadenceEstimate } from '../signal/cadence-series'
import { likeliestActivity, type SeenActivity } from './likeliest-activity'
import { runsOf } from './own-stretches'
import type { Estimate } from './user-state'

/** How much of a recording looks like one activity. */
export type ActivityTime = {
  readonly activity: SeenActivity
  readonly totalMs: number
  /** Its longest stretch, pauses of less than half a minute bridged. */
  readonly longest: Stretch
  /** In how many such stretches it comes. */
  readonly boutCount: number
  /** The cadence of the longest stretch, where there is one. */
  readonly cadenceSpm?: number
}

/** A shorter interruption, such as a kerb, does not end a walk. */
const LONGEST_PAUSE_MS = 30_000
/** What lasts less in all is not worth a line. */
const SHORTEST_TOTAL_MS = 20_000

/** What the movement in a recording looks like, the most frequent first; doubtful estimates count for nothing. */
export function summariseMovement(estimates: readonly Estimate[], cadence: readonly CadenceEstimate[]): readonly ActivityTime[] {
  const runs = runsOf(estimates, ({ scores, doubt }) => (doubt === undefined ? likeliestActivity(scores) : undefined))
  const bouts = new Map<SeenActivity, { totalMs: number; stretches: { startMs: number; endMs: number }[] }>()
  for (const { kind, startMs, endMs } of runs) {
    if (kind === undefined) continue
    const known = bouts.get(kind) ?? { totalMs: 0, stretches: [] }
    known.totalMs += endMs - startMs
    const last = known.stretches.at(-1)
    if (last !== undefined && startMs - last.endMs < LONGEST_PAUSE_MS) last.endMs = endMs
    else known.stretches.push({ startMs, endMs })
    bouts.set(kind, known)
  }
  return [...bouts]
    .filter(([, { totalMs }]) => totalMs >= SHORTEST_TOTAL_MS)
    .map(([activity, { totalMs, stretches }]) => {
      const longest = stretches.reduce((best, stretch) => (stretch.endMs - stretch.startMs > best.endMs - best.startMs ? stretch : best))
      const steps = readCadence(cadence, longest)
      return {
        activity,
        totalMs,
        longest,
        boutCount: stretches.length,
        ...(steps === undefined ? {} : { cadenceSpm: steps.cadenceSpm }),
      }
    })
    .toSorted((one, other) => other.totalMs - one.totalMs)
}
