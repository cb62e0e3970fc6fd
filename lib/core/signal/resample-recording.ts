import { AppError } from '../app-error'
import { cleanSeries } from './clean-series'
import { deriveHeartRate } from './derive-heart-rate'
import { deriveIntervals } from './derive-intervals'
import { heartColumns } from './heart-columns'
import { interpolateSeries } from './interpolate-series'
import { motionColumns } from './motion-columns'
import type { ChannelSeries, Recording } from './recording'
import { edaColumns, skinTempColumns } from './skin-columns'
import type { UniformGrid } from './uniform-grid'
import type { WindowColumns, WindowSpec } from './window-spec'

/** A recording on a model's grid: one column a channel of windowSpec, each (grid.sampleCount,), NaN where there is nothing. */
export type UniformRecording = {
  readonly grid: UniformGrid
  readonly columns: readonly Float64Array[]
  /** Whether the acceleration holds gravity; false without an accelerometer. */
  readonly hasGravity: boolean
}

/** Up to here two samples of a motion sensor are joined by a line: a tenth of a window, longer than any sensor's jitter. */
export const LONGEST_MOTION_GAP_MS = 250
/** What skin can be; the first samples of an E4 lie far outside. */
const PLAUSIBLE_SKIN_TEMP_C = [10, 50] as const
/** The range of the E4's sensor of skin conductance, from zero. */
const PLAUSIBLE_EDA_MICROSIEMENS = [0, 100] as const
/** A grid of more values takes too much memory in a browser; this is 37 hours of a phone's motion, or 29 days of a wearable. */
const LARGEST_GRID_VALUE_COUNT = 40_000_000

/**
 * Brings a recording to the rate and channels of windowSpec; gaps stay gaps (NaN).
 *
 * A phone's acceleration and rotation are interpolated (`interpolateSeries`). A wearable's channels are derived: `heartColumns`,
 * `edaColumns`, `skinTempColumns`, `motionColumns`. The grid begins with the first sample of any source; without one it is empty.
 * Throws FILE_TOO_LARGE for a span that no browser holds, such as one that a wrong clock makes.
 */
export function resampleRecording(recording: Recording, windowSpec: WindowSpec): UniformRecording {
  const { grid, columns } = isRaw(windowSpec) ? rawColumns(recording, windowSpec) : wearableColumns(recording, windowSpec)
  return {
    grid,
    columns: windowSpec.channels.map(({ name }) => columns[name] ?? new Float64Array(grid.sampleCount).fill(NaN)),
    hasGravity: recording.hasGravity ?? false,
  }
}

type GridColumns = { readonly grid: UniformGrid; readonly columns: WindowColumns }

const rawChannels = ['accX', 'accY', 'accZ', 'gyroX', 'gyroY', 'gyroZ'] as const

function isRaw({ channels }: WindowSpec): boolean {
  return channels.every(({ name }) => rawChannels.some((raw) => raw === name))
}

function rawColumns(recording: Recording, windowSpec: WindowSpec): GridColumns {
  const sources = rawChannels.flatMap((name) => {
    const series = recording.series[name]
    return series === undefined || !windowSpec.channels.some((channel) => channel.name === name)
      ? []
      : [[name, cleanSeries(series)] as const]
  })
  const grid = gridOver(
    sources.map(([, source]) => source),
    windowSpec,
  )
  return {
    grid,
    columns: Object.fromEntries(sources.map(([name, source]) => [name, interpolateSeries(source, grid, LONGEST_MOTION_GAP_MS)])),
  }
}

function wearableColumns(recording: Recording, windowSpec: WindowSpec): GridColumns {
  const { eda: rawEda, skinTemp: rawSkinTemp, accX, accY, accZ } = recording.series
  const intervals = deriveIntervals(recording)
  const rates = deriveHeartRate(recording, intervals)
  const eda = rawEda && cleanSeries(rawEda, PLAUSIBLE_EDA_MICROSIEMENS)
  const skinTemp = rawSkinTemp && cleanSeries(rawSkinTemp, PLAUSIBLE_SKIN_TEMP_C)
  const axes = accX && accY && accZ && [accX, accY, accZ].map((axis) => cleanSeries(axis))
  const grid = gridOver([rates, eda, skinTemp, ...(axes ?? [])], windowSpec)
  return {
    grid,
    columns: {
      ...heartColumns(rates, intervals, grid),
      ...(eda && edaColumns(eda, grid)),
      ...(skinTemp && skinTempColumns(skinTemp, grid)),
      ...(axes && motionColumns(axes, grid)),
    },
  }
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
