import { fillGaps } from './fill-gaps'
import { interpolateSeries } from './interpolate-series'
import type { ChannelSeries } from './recording'
import { summariseBins } from './summarise-bins'
import { trailingMean, trailingMin, trailingSlope, trailingSum } from './trailing'
import type { UniformGrid } from './uniform-grid'
import type { WindowColumns } from './window-spec'

/** Up to here what a wearable says of one second is taken to hold until its next reading. */
const LONGEST_HELD_GAP_SEC = 10
/** The tonic level moves over tens of seconds; a response is over sooner. */
const TONIC_SEC = 30
/** Below this a dry electrode measures itself. */
const SMALLEST_EDA_MICROSIEMENS = 0.01
/** Responses are sought at the Empatica E4's own rate, after a mean over a second. */
const RESPONSE_RATE_HZ = 4
const RESPONSE_SMOOTHING_SEC = 1
const LONGEST_RESPONSE_GAP_MS = 1500
/** The smallest rise that counts as a response: 0.01 microsiemens, the lowest threshold in use (Boucsein 2012, Electrodermal Activity). */
const SMALLEST_RESPONSE_MICROSIEMENS = 0.01
const RESPONSE_SEC = 30
const SLOPE_SEC = 30
const SECONDS_PER_MINUTE = 60
const MICROSIEMENS_PER_CENTI = 0.01
/** A stretch says something when at least so much of it is there. */
const FEWEST_SHARE = 0.5

/**
 * Clean skin conductance in its parts, each a column (grid.sampleCount,), NaN where too little is there; every value is of its past alone.
 *
 * edaTonic: logarithm of the tonic level, the mean over half a minute of the lowest value of the half minute before. edaPhasic:
 * what lies above it, in microsiemens. scrRate: responses a minute in the last half minute, a response being a rise without
 * a fall of at least SMALLEST_RESPONSE_MICROSIEMENS, counted at its peak. scrAmplitude: log(1 + the sum of their amplitudes in
 * hundredths of a microsiemens).
 */
export function edaColumns(eda: ChannelSeries, grid: UniformGrid): WindowColumns {
  const level = heldMeans(eda, grid)
  const tonicCount = stepsIn(TONIC_SEC, grid)
  const tonic = trailingMean(trailingMin(level, tonicCount, 1), tonicCount, FEWEST_SHARE * tonicCount)
  const responseCount = stepsIn(RESPONSE_SEC, grid)
  const { counts, amplitudes } = findResponses(eda, grid)
  const presentCounts = trailingSum(
    level.map((value) => (Number.isNaN(value) ? 0 : 1)),
    responseCount,
  )
  const whereKnown = (column: Float64Array) =>
    column.map((value, index) => ((presentCounts[index] ?? 0) >= FEWEST_SHARE * responseCount ? value : NaN))
  return {
    edaTonic: tonic.map((value) => Math.log(Math.max(value, SMALLEST_EDA_MICROSIEMENS))),
    edaPhasic: level.map((value, index) => value - (tonic[index] ?? NaN)),
    scrRate: whereKnown(trailingSum(counts, responseCount).map((count) => (count * SECONDS_PER_MINUTE) / RESPONSE_SEC)),
    scrAmplitude: whereKnown(trailingSum(amplitudes, responseCount).map((sum) => Math.log1p(sum / MICROSIEMENS_PER_CENTI))),
  }
}

/** Clean skin temperature in degrees, and its slope over the last half minute in degrees a minute. */
export function skinTempColumns(skinTemp: ChannelSeries, grid: UniformGrid): WindowColumns {
  const level = heldMeans(skinTemp, grid)
  const stepCount = stepsIn(SLOPE_SEC, grid)
  const slope = trailingSlope(level, stepCount, FEWEST_SHARE * stepCount)
  return { skinTemp: level, skinTempSlope: slope.map((value) => (value * SECONDS_PER_MINUTE * 1000) / grid.stepMs) }
}

function heldMeans(series: ChannelSeries, grid: UniformGrid): Float64Array {
  return fillGaps(summariseBins(series, grid, 'mean', 1), Math.floor((LONGEST_HELD_GAP_SEC * 1000) / grid.stepMs))
}

/** How many responses peak in each step of the grid, and the sum of their amplitudes in microsiemens. */
function findResponses(eda: ChannelSeries, grid: UniformGrid): { readonly counts: Float64Array; readonly amplitudes: Float64Array } {
  const stepMs = 1000 / RESPONSE_RATE_HZ
  const sampleCount = Math.ceil((grid.sampleCount * grid.stepMs) / stepMs)
  const fine = interpolateSeries(eda, { startMs: grid.startMs, stepMs, sampleCount }, LONGEST_RESPONSE_GAP_MS)
  const smoothingCount = RESPONSE_SMOOTHING_SEC * RESPONSE_RATE_HZ
  const smooth = trailingMean(fine, smoothingCount, smoothingCount)
  const counts = new Float64Array(grid.sampleCount)
  const amplitudes = new Float64Array(grid.sampleCount)
  let foot = NaN
  for (let index = 1; index <= sampleCount; index += 1) {
    const [before, value] = [smooth[index - 1] ?? NaN, smooth[index] ?? NaN]
    if (value > before) {
      if (Number.isNaN(foot)) foot = before
      continue
    }
    const amplitude = before - foot
    foot = NaN
    const step = Math.floor(((index - 1) * stepMs) / grid.stepMs)
    if (!(amplitude >= SMALLEST_RESPONSE_MICROSIEMENS)) continue
    counts[step] = (counts[step] ?? 0) + 1
    amplitudes[step] = (amplitudes[step] ?? 0) + amplitude
  }
  return { counts, amplitudes }
}

function stepsIn(durationSec: number, { stepMs }: UniformGrid): number {
  return Math.max(1, Math.round((durationSec * 1000) / stepMs))
}
