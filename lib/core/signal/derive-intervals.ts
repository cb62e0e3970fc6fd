import { cleanSeries } from './clean-series'
import { findPulseBeats } from './find-pulse-beats'
import type { ChannelSeries, Recording } from './recording'

/** A heart rate outside these bounds is read as a fault of the sensor, in beats a minute. */
export const PLAUSIBLE_HEART_RATE_BPM = [40, 180] as const
export const MS_PER_MINUTE = 60_000
/** Malik's share: an interval further than this from those before it is none of two successive normal beats. */
const LARGEST_DEVIATION_SHARE = 0.2
/** How many earlier intervals an interval is compared with. */
const EARLIER_COUNT = 10

/**
 * The normal beat intervals of a recording in ms, each at the time of the beat that ends it; undefined where it has no beats.
 *
 * A pulse wave comes first although the Empatica E4 also writes intervals: those are missing where the wrist moves, and the
 * pattern of what is missing would tell a model more than the heart does.
 */
export function deriveIntervals({ beats, series: { bvp, rrInterval } }: Recording): ChannelSeries | undefined {
  if (beats !== undefined) return beats
  if (bvp !== undefined) {
    const beatsMs = findPulseBeats(cleanSeries(bvp))
    if (beatsMs.length > 1) {
      const values = Float32Array.from(beatsMs.subarray(1), (beatMs, index) => beatMs - (beatsMs[index] ?? NaN))
      return normalIntervals({ timestampsMs: beatsMs.subarray(1), values })
    }
  }
  return rrInterval === undefined ? undefined : normalIntervals(rrInterval)
}

/** The recording with its normal beat intervals, so that a pulse wave of hours is searched once for all that asks for them. */
export function withBeats(recording: Recording): Recording {
  const beats = deriveIntervals(recording)
  return beats === undefined ? recording : { ...recording, beats }
}

/**
 * The artefact rule: of the plausible intervals, those within 20 % of the median of up to ten plausible ones before them.
 *
 * After Malik et al. 1989, "Heart rate variability in relation to prognosis after myocardial infarction: selection of optimal
 * processing techniques", Eur. Heart J. 10, which compares with the one interval before; a median lets one early beat spoil nothing
 * after it. It looks back only, so that a stream and a file are judged alike.
 */
function normalIntervals(intervals: ChannelSeries): ChannelSeries {
  const [lowestBpm, highestBpm] = PLAUSIBLE_HEART_RATE_BPM
  const plausible = cleanSeries(intervals, [MS_PER_MINUTE / highestBpm, MS_PER_MINUTE / lowestBpm])
  const timestampsMs = new Float64Array(plausible.values.length)
  const values = new Float32Array(plausible.values.length)
  let count = 0
  for (let index = 0; index < plausible.values.length; index += 1) {
    const intervalMs = plausible.values[index] ?? NaN
    const median = index === 0 ? intervalMs : medianOf(plausible.values.slice(Math.max(0, index - EARLIER_COUNT), index))
    if (!(Math.abs(intervalMs - median) <= LARGEST_DEVIATION_SHARE * median)) continue
    timestampsMs[count] = plausible.timestampsMs[index] ?? NaN
    values[count] = intervalMs
    count += 1
  }
  return { timestampsMs: timestampsMs.slice(0, count), values: values.slice(0, count) }
}

function medianOf(values: Float32Array): number {
  const sorted = values.sort()
  const middle = sorted.length >> 1
  const upper = sorted[middle] ?? NaN
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2
}
