import { cleanSeries } from './clean-series'
import { findPulseBeats } from './find-pulse-beats'
import type { ChannelSeries, Recording } from './recording'

/** A heart rate outside these bounds is read as a fault of the sensor, in beats a minute. */
export const PLAUSIBLE_HEART_RATE_BPM = [40, 180] as const
const MS_PER_MINUTE = 60_000
/** An interval counts when it lies within this share of the median of its neighbours (the usual 20 to 25 % rule for ectopic and missed beats). */
const LARGEST_DEVIATION_SHARE = 0.25
/** Neighbours to either side that the median is taken of. */
const NEIGHBOUR_COUNT = 5

/**
 * The heart rate of a recording over time in bpm, from the best source that it has: pulse wave, else beat intervals, else the device's own figure.
 *
 * A pulse wave comes first although the Empatica E4 also writes intervals: those are missing where the wrist moves, and the
 * pattern of what is missing would tell a model more than the heart does. Undefined where there is no source.
 */
export function deriveHeartRate(recording: Recording): ChannelSeries | undefined {
  const { bvp, rrInterval, heartRate } = recording.series
  if (bvp !== undefined) {
    const beatsMs = findPulseBeats(cleanSeries(bvp))
    if (beatsMs.length > 1) {
      const intervalsMs = Float32Array.from(beatsMs.subarray(1), (beatMs, index) => beatMs - (beatsMs[index] ?? NaN))
      return rateOfIntervals({ timestampsMs: beatsMs.subarray(1), values: intervalsMs })
    }
  }
  if (rrInterval !== undefined) return rateOfIntervals(cleanSeries(rrInterval))
  return heartRate === undefined ? undefined : cleanSeries(heartRate, PLAUSIBLE_HEART_RATE_BPM)
}

/** 60 000 / interval at the time of the beat that ends it, for the intervals that pass the artefact rule. */
function rateOfIntervals(intervals: ChannelSeries): ChannelSeries {
  const [lowestBpm, highestBpm] = PLAUSIBLE_HEART_RATE_BPM
  const plausible = cleanSeries(intervals, [MS_PER_MINUTE / highestBpm, MS_PER_MINUTE / lowestBpm])
  const timestampsMs: number[] = []
  const values: number[] = []
  plausible.values.forEach((intervalMs, index) => {
    const median = medianOf(plausible.values.slice(Math.max(0, index - NEIGHBOUR_COUNT), index + NEIGHBOUR_COUNT + 1))
    if (Math.abs(intervalMs - median) > LARGEST_DEVIATION_SHARE * median) return
    timestampsMs.push(plausible.timestampsMs[index] ?? NaN)
    values.push(MS_PER_MINUTE / intervalMs)
  })
  return { timestampsMs: Float64Array.from(timestampsMs), values: Float32Array.from(values) }
}

function medianOf(values: Float32Array): number {
  const sorted = values.sort()
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2
}
