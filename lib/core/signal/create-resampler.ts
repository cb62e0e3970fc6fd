import { interpolateSeries } from './interpolate-series'
import type { WindowSample } from './create-windower'

/** Brings a stream to a grid; `push` returns the samples of the grid that the new sample completes. */
export type Resampler = { push(sample: WindowSample): readonly WindowSample[] }

/** How much of the past is kept: more than the longest gap that is bridged and the tent of a slow grid. */
const KEPT_MS = 1000

/**
 * Makes a resampler for samples of any rate: what `resampleRecording` gives for the recording that they will have been, sample by sample.
 *
 * The grid begins with the first sample. A sample that does not come later than the last is ignored. A sample of the grid is given
 * as soon as one step after it is known, because a fast sensor is averaged to either side.
 */
export function createResampler(sampleRateHz: number, channelCount: number, maxGapMs: number): Resampler {
  const stepMs = 1000 / sampleRateHz
  let timesMs: number[] = []
  let columns: number[][] = Array.from({ length: channelCount }, () => [])
  let startMs = NaN
  let givenCount = 0

  return {
    push({ timestampMs, values }) {
      const lastMs = timesMs.at(-1)
      if (!Number.isFinite(timestampMs) || (lastMs !== undefined && timestampMs <= lastMs)) return []
      if (Number.isNaN(startMs)) startMs = timestampMs
      timesMs.push(timestampMs)
      columns.forEach((column, index) => column.push(values[index] ?? NaN))
      const dueCount = Math.floor((timestampMs - stepMs - startMs) / stepMs) + 1 - givenCount
      if (dueCount <= 0) return []
      const grid = { startMs: startMs + givenCount * stepMs, stepMs, sampleCount: dueCount }
      const resampled = columns.map((column) => {
        const isFinite = column.map((value) => Number.isFinite(value))
        const series = {
          timestampsMs: Float64Array.from(timesMs.filter((_, index) => isFinite[index])),
          values: Float32Array.from(column.filter((_, index) => isFinite[index])),
        }
        return interpolateSeries(series, grid, maxGapMs)
      })
      givenCount += dueCount
      const keptFrom = timesMs.findIndex((atMs) => atMs >= timestampMs - KEPT_MS)
      timesMs = timesMs.slice(keptFrom)
      columns = columns.map((column) => column.slice(keptFrom))
      return Array.from({ length: dueCount }, (_, index) => ({
        timestampMs: grid.startMs + index * stepMs,
        values: resampled.map((column) => column[index] ?? NaN),
      }))
    },
  }
}
