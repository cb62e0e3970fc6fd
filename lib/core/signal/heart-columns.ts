import type { ChannelSeries } from './recording'
import { trailingMean, trailingSd, trailingSum } from './trailing'
import type { UniformGrid } from './uniform-grid'
import type { WindowColumns } from './window-spec'

/** The heart rate of a moment is that of the beats of its last seconds. */
const RATE_MEMORY_SEC = 4
/** Up to here what a device says of the heart is taken to hold. */
const LONGEST_HELD_SEC = 10
/** Variability is taken over the last half minute: the shortest stretch that ultra-short-term studies trust RMSSD in (Munoz et al. 2015). */
const VARIABILITY_SEC = 30
/** A stretch says something when at least so much of it is there. */
const FEWEST_RATES_SHARE = 0.5
const FEWEST_INTERVALS = 10
const FEWEST_PAIRS = 5
/** Below these the logarithms would speak of a device's rounding. */
const SMALLEST_RATE_SPREAD_BPM = 0.25
const SMALLEST_RATE_STEP_BPM = 0.1
const SMALLEST_VARIABILITY_MS = 1
/** Two normal intervals are successive when no more than this, in lengths of the later one, lies between their ends. */
const LONGEST_PAIR_SHARE = 1.5
/** The 50 of pNN50. */
const LARGE_DIFFERENCE_MS = 50
/** Squares of intervals lose digits; squares of their distance from a usual one do not. */
const USUAL_INTERVAL_MS = 800

/**
 * What a heart does, each a column (grid.sampleCount,), NaN where too little is there; every value is of its past alone.
 *
 * heartRate: the mean rate of the last four seconds, held over ten. heartRateSpread and heartRateStep: logarithms of the standard
 * deviation of that column and of its mean change from second to second, over half a minute; a device that gives no beats has these.
 * rmssd, sdnn (logarithms of ms) and pnn50 (a share): Task Force 1996, Circulation 93, over half a minute of normal intervals.
 * Low- and high-frequency power are left out: half a minute holds one cycle of the slow one.
 */
export function heartColumns(rates: ChannelSeries | undefined, intervals: ChannelSeries | undefined, grid: UniformGrid): WindowColumns {
  return {
    ...(rates === undefined ? {} : rateColumns(rates, grid)),
    ...(intervals === undefined ? {} : variabilityColumns(intervals, grid)),
  }
}

function rateColumns(rates: ChannelSeries, grid: UniformGrid): WindowColumns {
  const memoryCount = stepsIn(RATE_MEMORY_SEC, grid)
  const counts = trailingSum(
    sumBins(rates, grid, () => 1),
    memoryCount,
  )
  const sums = trailingSum(
    sumBins(rates, grid, (rate) => rate),
    memoryCount,
  )
  const heartRate = hold(
    sums.map((sum, index) => sum / (counts[index] ?? 0)),
    stepsIn(LONGEST_HELD_SEC, grid),
  )
  const stepCount = stepsIn(VARIABILITY_SEC, grid)
  const fewest = FEWEST_RATES_SHARE * stepCount
  const changes = heartRate.map((rate, index) => Math.abs(rate - (heartRate[index - 1] ?? NaN)))
  return {
    heartRate,
    heartRateSpread: trailingSd(heartRate, stepCount, fewest).map((spread) => Math.log(Math.max(spread, SMALLEST_RATE_SPREAD_BPM))),
    heartRateStep: trailingMean(changes, stepCount, fewest).map((step) => Math.log(Math.max(step, SMALLEST_RATE_STEP_BPM))),
  }
}

function variabilityColumns(intervals: ChannelSeries, grid: UniformGrid): WindowColumns {
  const stepCount = stepsIn(VARIABILITY_SEC, grid)
  const sums = (valueAt: (intervalMs: number, index: number) => number) => trailingSum(sumBins(intervals, grid, valueAt), stepCount)
  /** How an interval differs from the one before; undefined where one between them was left out. */
  const difference = (intervalMs: number, index: number): number | undefined => {
    const distanceMs = (intervals.timestampsMs[index] ?? NaN) - (intervals.timestampsMs[index - 1] ?? NaN)
    return distanceMs <= LONGEST_PAIR_SHARE * intervalMs ? intervalMs - (intervals.values[index - 1] ?? NaN) : undefined
  }
  const intervalCounts = sums(() => 1)
  const offsets = sums((intervalMs) => intervalMs - USUAL_INTERVAL_MS)
  const squares = sums((intervalMs) => (intervalMs - USUAL_INTERVAL_MS) ** 2)
  const pairCounts = sums((intervalMs, index) => (difference(intervalMs, index) === undefined ? 0 : 1))
  const changes = sums((intervalMs, index) => (difference(intervalMs, index) ?? 0) ** 2)
  const largeCounts = sums((intervalMs, index) => (Math.abs(difference(intervalMs, index) ?? 0) > LARGE_DIFFERENCE_MS ? 1 : 0))
  const logarithm = (square: number) => Math.log(Math.max(Math.sqrt(Math.max(square, 0)), SMALLEST_VARIABILITY_MS))
  return {
    rmssd: pairCounts.map((count, index) => (count < FEWEST_PAIRS ? NaN : logarithm((changes[index] ?? NaN) / count))),
    sdnn: intervalCounts.map((count, index) =>
      count < FEWEST_INTERVALS ? NaN : logarithm((squares[index] ?? NaN) / count - ((offsets[index] ?? NaN) / count) ** 2),
    ),
    pnn50: pairCounts.map((count, index) => (count < FEWEST_PAIRS ? NaN : (largeCounts[index] ?? NaN) / count)),
  }
}

/** The sum of the values in each step of the grid: (sampleCount,), 0 where there is none. */
function sumBins(series: ChannelSeries, grid: UniformGrid, valueAt: (value: number, index: number) => number): Float64Array {
  const sums = new Float64Array(grid.sampleCount)
  for (const [index, value] of series.values.entries()) {
    const step = Math.floor(((series.timestampsMs[index] ?? NaN) - grid.startMs) / grid.stepMs)
    if (step >= 0 && step < grid.sampleCount) sums[step] = (sums[step] ?? 0) + valueAt(value, index)
  }
  return sums
}

/** Fills each gap with the value before it, for up to longestCount steps. */
function hold(column: Float64Array, longestCount: number): Float64Array {
  let last = -Infinity
  return column.map((value, index) => {
    if (!Number.isNaN(value)) last = index
    return index - last <= longestCount ? (column[last] ?? NaN) : NaN
  })
}

function stepsIn(durationSec: number, { stepMs }: UniformGrid): number {
  return Math.max(1, Math.round((durationSec * 1000) / stepMs))
}
