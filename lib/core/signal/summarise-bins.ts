import type { ChannelSeries } from './recording'
import type { UniformGrid } from './uniform-grid'

/**
 * Summarises a clean series over each step of a grid: (sampleCount,), NaN where a step holds fewer than minSampleCount samples.
 *
 * 'mean' is the average in the step, 'sd' the standard deviation in it (divided by the count).
 */
export function summariseBins(series: ChannelSeries, grid: UniformGrid, summary: 'mean' | 'sd', minSampleCount: number): Float64Array {
  const { timestampsMs, values } = series
  const result = new Float64Array(grid.sampleCount).fill(NaN)
  let source = 0
  while (source < timestampsMs.length && (timestampsMs[source] ?? 0) < grid.startMs) source += 1
  for (let index = 0; index < grid.sampleCount; index += 1) {
    const endMs = grid.startMs + (index + 1) * grid.stepMs
    const first = source
    let sum = 0
    while (source < timestampsMs.length && (timestampsMs[source] ?? 0) < endMs) {
      sum += values[source] ?? NaN
      source += 1
    }
    const count = source - first
    if (count < minSampleCount || count === 0) continue
    const mean = sum / count
    if (summary === 'mean') {
      result[index] = mean
      continue
    }
    let squares = 0
    for (let inside = first; inside < source; inside += 1) squares += ((values[inside] ?? NaN) - mean) ** 2
    result[index] = Math.sqrt(squares / count)
  }
  return result
}
