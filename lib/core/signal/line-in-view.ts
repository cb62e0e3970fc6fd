import type { Stretch } from './assess-quality'
import { firstIndexFrom } from './first-index-from'
import { medianStepMs } from './interpolate-series'
import type { ChannelSeries } from './recording'

/** Times in seconds, and a value or a gap (null) at each: a line as it is drawn. */
export type DrawnLine = [number[], (number | null)[]]

const MS_PER_SECOND = 1000
/** A silence that is longer than this, and than so many of the series' usual steps, breaks the line. */
const SHORTEST_GAP_MS = 10_000
const GAP_STEP_COUNT = 3
/** The usual step is told from so many of the first ones. */
const MEDIAN_STEP_COUNT = 10_000

/** The shortest silence of a series that is a gap, in ms. */
export function seriesGapMs({ timestampsMs }: ChannelSeries): number {
  const stepMs = medianStepMs(timestampsMs.subarray(0, MEDIAN_STEP_COUNT))
  return Math.max(SHORTEST_GAP_MS, Number.isFinite(stepMs) ? GAP_STEP_COUNT * stepMs : 0)
}

/**
 * A series over a stretch as a line of about pointCount points at most: its samples, or their means over equal steps where there are more.
 *
 * It begins with the sample before the stretch and ends with the one after it, so that it leaves the view where it should. Steps lie
 * on multiples of their length, so that a line that is moved along does not shimmer. NaN is left out.
 */
export function lineInView(series: ChannelSeries, { startMs, endMs }: Stretch, pointCount: number, gapMs: number): DrawnLine {
  const { timestampsMs, values } = series
  const from = Math.max(0, firstIndexFrom(timestampsMs, startMs) - 1)
  const to = Math.min(timestampsMs.length, firstIndexFrom(timestampsMs, endMs) + 1)
  const binMs = to - from > pointCount ? (endMs - startMs) / pointCount : 0
  const line: DrawnLine = [[], []]
  let bin = NaN
  let [timeSum, valueSum, count] = [0, 0, 0]
  let lastMs = NaN
  const endPoint = () => {
    if (count === 0) return
    line[0].push(timeSum / count / MS_PER_SECOND)
    line[1].push(valueSum / count)
    ;[timeSum, valueSum, count] = [0, 0, 0]
  }
  for (let index = from; index < to; index += 1) {
    const value = values[index] ?? NaN
    if (Number.isNaN(value)) continue
    const timestampMs = timestampsMs[index] ?? NaN
    const isAfterGap = timestampMs - lastMs > gapMs
    const ownBin = binMs > 0 ? Math.floor(timestampMs / binMs) : index
    if (ownBin !== bin || isAfterGap) endPoint()
    if (isAfterGap) {
      line[0].push((lastMs + timestampMs) / 2 / MS_PER_SECOND)
      line[1].push(null)
    }
    bin = ownBin
    lastMs = timestampMs
    timeSum += timestampMs
    valueSum += value
    count += 1
  }
  endPoint()
  return line
}

/** The mean of a series over a stretch; where no sample lies in it, the one that is nearest to it, if no farther off than gapMs; else undefined. */
export function meanInStretch({ timestampsMs, values }: ChannelSeries, { startMs, endMs }: Stretch, gapMs: number): number | undefined {
  const from = firstIndexFrom(timestampsMs, startMs)
  let sum = 0
  let count = 0
  for (let index = from; index < timestampsMs.length && (timestampsMs[index] ?? Infinity) <= endMs; index += 1) {
    const value = values[index] ?? NaN
    if (Number.isNaN(value)) continue
    sum += value
    count += 1
  }
  if (count > 0) return sum / count
  const neighbours = [from - 1, from].flatMap((index) => {
    const [timestampMs, value] = [timestampsMs[index], values[index]]
    if (timestampMs === undefined || value === undefined || Number.isNaN(value)) return []
    return [{ value, distanceMs: Math.max(startMs - timestampMs, timestampMs - endMs) }]
  })
  const [nearest] = neighbours.toSorted((one, other) => one.distanceMs - other.distanceMs)
  return nearest !== undefined && nearest.distanceMs <= gapMs ? nearest.value : undefined
}

/** The lowest and the highest of a series' means over about a thousand equal steps: what its axis has to hold. */
export function rangeOfMeans(series: ChannelSeries, stretch: Stretch, gapMs: number): readonly [number, number] | undefined {
  const means = lineInView(series, stretch, RANGE_POINT_COUNT, gapMs)[1].filter((value) => value !== null)
  return means.length === 0 ? undefined : [Math.min(...means), Math.max(...means)]
}

const RANGE_POINT_COUNT = 1000
