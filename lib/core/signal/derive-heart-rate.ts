import { cleanSeries } from './clean-series'
import { deriveIntervals, MS_PER_MINUTE, PLAUSIBLE_HEART_RATE_BPM } from './derive-intervals'
import type { ChannelSeries, Recording } from './recording'

/**
 * The heart rate of a recording over time in bpm: of its normal beat intervals, else the device's own figure.
 *
 * `intervals`: what deriveIntervals finds, where the caller has it already. Undefined where there is no source.
 */
export function deriveHeartRate(recording: Recording, intervals = deriveIntervals(recording)): ChannelSeries | undefined {
  if (intervals !== undefined) {
    return { timestampsMs: intervals.timestampsMs, values: intervals.values.map((intervalMs) => MS_PER_MINUTE / intervalMs) }
  }
  const { heartRate } = recording.series
  return heartRate === undefined ? undefined : cleanSeries(heartRate, PLAUSIBLE_HEART_RATE_BPM)
}
