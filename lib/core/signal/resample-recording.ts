import { AppError } from '../app-error'
import { cleanSeries } from './clean-series'
import { deriveHeartRate } from './derive-heart-rate'
import { fillGaps } from './fill-gaps'
import { interpolateSeries } from './interpolate-series'
import type { ChannelSeries, Recording } from './recording'
import { summariseBins } from './summarise-bins'
import type { UniformGrid } from './uniform-grid'
import type { WindowChannel, WindowSpec } from './window-spec'

/** A recording on a model's grid: one column a channel of windowSpec, each (grid.sampleCount,), NaN where there is nothing. */
export type UniformRecording = {
  readonly grid: UniformGrid
  readonly columns: readonly Float64Array[]
  /** Whether the acceleration holds gravity; false without an accelerometer. */
  readonly hasGravity: boolean
}

/** Up to here what a wearable says of one second is taken to hold until its next reading. */
const LONGEST_HELD_GAP_SEC = 10
/** Up to here two samples of a motion sensor are joined by a line: a tenth of a window, longer than any sensor's jitter. */
export const LONGEST_MOTION_GAP_MS = 250
/** Fewer samples in a step say nothing of how much the wrist moved in it. */
const FEWEST_MOTION_SAMPLES = 4
/** What skin can be; the first samples of an E4 lie far outside. */
const PLAUSIBLE_SKIN_TEMP_C = [10, 50] as const
/** The range of the E4's sensor of skin conductance, from zero. */
const PLAUSIBLE_EDA_MICROSIEMENS = [0, 100] as const
/** A grid of more values takes too much memory in a browser; this is 37 hours of motion, or 115 days of a wearable's four channels. */
const LARGEST_GRID_VALUE_COUNT = 40_000_000

/**
 * Brings a recording to the rate and channels of windowSpec; gaps stay gaps (NaN).
 *
 * Acceleration and rotation are interpolated (`interpolateSeries`). eda and skinTemp are the mean of each step, accMotion is the
 * standard deviation of |acc| within the step, heartRate comes from `deriveHeartRate`; these three hold over gaps of up to
 * ten seconds. The grid begins with the first sample of any channel that windowSpec asks for; without one it is empty.
 * Throws FILE_TOO_LARGE for a span that no browser holds, such as one that a wrong clock makes.
 */
export function resampleRecording(recording: Recording, windowSpec: WindowSpec): UniformRecording {
  const sources = windowSpec.channels.map(({ name }) => sourceOf(recording, name))
  const grid = gridOver(sources, windowSpec)
  return {
    grid,
    columns: windowSpec.channels.map(({ name }, index) => resampleChannel(name, sources[index], grid)),
    hasGravity: recording.hasGravity ?? false,
  }
}

/** The clean series that a window channel is made of; undefined where the recording has none. */
function sourceOf(recording: Recording, channel: WindowChannel): ChannelSeries | undefined {
  if (channel === 'heartRate') return deriveHeartRate(recording)
  if (channel === 'accMotion') return accMagnitude(recording)
  const series = recording.series[channel]
  if (series === undefined) return undefined
  if (channel === 'skinTemp') return cleanSeries(series, PLAUSIBLE_SKIN_TEMP_C)
  return channel === 'eda' ? cleanSeries(series, PLAUSIBLE_EDA_MICROSIEMENS) : cleanSeries(series)
}

/** The length of the acceleration vector in g at each time of the accelerometer. */
function accMagnitude({ series: { accX, accY, accZ } }: Recording): ChannelSeries | undefined {
  if (accX === undefined || accY === undefined || accZ === undefined) return undefined
  const values = accX.values.map((x, index) => Math.hypot(x, accY.values[index] ?? NaN, accZ.values[index] ?? NaN))
  return cleanSeries({ timestampsMs: accX.timestampsMs, values })
}

/** The grid from the first to the last sample of the sources. */
function gridOver(sources: readonly (ChannelSeries | undefined)[], { sampleRateHz, channels }: WindowSpec): UniformGrid {
  const stepMs = 1000 / sampleRateHz
  let startMs = Infinity
  let endMs = -Infinity
  for (const source of sources) {
    startMs = Math.min(startMs, source?.timestampsMs[0] ?? Infinity)
    endMs = Math.max(endMs, source?.timestampsMs.at(-1) ?? -Infinity)
  }
  if (endMs < startMs) return { startMs: 0, stepMs, sampleCount: 0 }
  const sampleCount = Math.floor((endMs - startMs) / stepMs) + 1
  if (sampleCount * channels.length > LARGEST_GRID_VALUE_COUNT) {
    const longestHours = Math.floor((LARGEST_GRID_VALUE_COUNT / channels.length) * (stepMs / 3_600_000))
    throw new AppError(
      'FILE_TOO_LARGE',
      `The recording spans ${Math.round((endMs - startMs) / 3_600_000)} hours; at most ${longestHours} hours can be read at once. If it is shorter than that, some of its times are wrong.`,
    )
  }
  return { startMs, stepMs, sampleCount }
}

/** One column of the grid. */
function resampleChannel(channel: WindowChannel, source: ChannelSeries | undefined, grid: UniformGrid): Float64Array {
  if (source === undefined) return new Float64Array(grid.sampleCount).fill(NaN)
  const heldSampleCount = Math.floor((LONGEST_HELD_GAP_SEC * 1000) / grid.stepMs)
  switch (channel) {
    case 'heartRate': {
      // A beat belongs to no one second: the rate is read at the middle of each step.
      const middles = { ...grid, startMs: grid.startMs + grid.stepMs / 2 }
      return fillGaps(interpolateSeries(source, middles, LONGEST_HELD_GAP_SEC * 1000), heldSampleCount)
    }
    case 'eda':
    case 'skinTemp':
      return fillGaps(summariseBins(source, grid, 'mean', 1), heldSampleCount)
    case 'accMotion':
      return fillGaps(summariseBins(source, grid, 'sd', FEWEST_MOTION_SAMPLES), heldSampleCount)
    default:
      return interpolateSeries(source, grid, LONGEST_MOTION_GAP_MS)
  }
}
