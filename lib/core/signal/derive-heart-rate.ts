import { cleanSeries } from './clean-series'
import { deriveIntervals, MS_PER_MINUTE, PLAUSIBLE_HEART_RATE_BPM } from './derive-intervals'
import type { ChannelSeries, Recording } from './recording'

/** How long what a heart was last known to do is taken to hold: the same as in `heartColumns`. */
const LONGEST_HELD_MS = 10_000
/** A device's own intervals that cover less than this of what its heart rate covers are left out where the wrist moves. */
const SMALLEST_COVER_SHARE = 0.8

/**
 * The heart rate of a recording over time in bpm: of its normal beat intervals, else the device's own figure.
 *
 * A device's intervals have gaps that follow the movement, where its heart rate goes on; then that one speaks. `intervals`: what
 * deriveIntervals finds, where the caller has it already. Undefined where there is no source.
 */
export function deriveHeartRate(recording: Recording, intervals = deriveIntervals(recording)): ChannelSeries | undefined {
  const { bvp, heartRate } = recording.series
  const told = heartRate && cleanSeries(heartRate, PLAUSIBLE_HEART_RATE_BPM)
  if (intervals === undefined) return told
  const isSparse = bvp === undefined && told !== undefined && coveredMs(intervals) < SMALLEST_COVER_SHARE * coveredMs(told)
  if (isSparse) return told
  return { timestampsMs: intervals.timestampsMs, values: intervals.values.map((intervalMs) => MS_PER_MINUTE / intervalMs) }
}

/** How long a series says something, each value for no longer than it is taken to hold. */
function coveredMs({ timestampsMs }: ChannelSeries): number {
  let sumMs = 0
  for (let index = 1; index < timestampsMs.length; index += 1) {
    sumMs += Math.min(LONGEST_HELD_MS, (timestampsMs[index] ?? NaN) - (timestampsMs[index - 1] ?? NaN))
  }
  return sumMs
}
