import type { ChannelSeries } from './recording'
import type { UniformGrid } from './uniform-grid'

/** Below this share of the grid's step a source counts as much faster than the grid, and is averaged instead of picked from. */
const FAST_SOURCE_SHARE = 0.75

/**
 * Brings a clean series to the times of a grid: (sampleCount,), NaN where the neighbours lie more than maxGapMs apart.
 *
 * Between two neighbours the value is linear. A source much faster than the grid is first averaged under a tent of one step
 * to either side (the same weights that linear interpolation uses, turned round), so that what lies above the grid's
 * Nyquist rate does not fold back.
 */
export function interpolateSeries(series: ChannelSeries, grid: UniformGrid, maxGapMs: number): Float64Array {
  const { timestampsMs, values } = series
  const { startMs, stepMs, sampleCount } = grid
  const result = new Float64Array(sampleCount).fill(NaN)
  const sourceCount = timestampsMs.length
  if (sourceCount === 0) return result
  const isFast = medianStepMs(timestampsMs) < stepMs * FAST_SOURCE_SHARE
  let right = 0
  let first = 0
  for (let index = 0; index < sampleCount; index += 1) {
    const atMs = startMs + index * stepMs
    while (right < sourceCount && (timestampsMs[right] ?? Infinity) < atMs) right += 1
    const rightMs = timestampsMs[right]
    const leftMs = timestampsMs[right - 1]
    if (rightMs === undefined || (rightMs !== atMs && (leftMs === undefined || rightMs - leftMs > maxGapMs))) continue
    if (isFast) {
      while ((timestampsMs[first] ?? Infinity) <= atMs - stepMs) first += 1
      let weightSum = 0
      let sum = 0
      for (let near = first; near < sourceCount; near += 1) {
        const weight = 1 - Math.abs((timestampsMs[near] ?? Infinity) - atMs) / stepMs
        if (weight <= 0) break
        weightSum += weight
        sum += weight * (values[near] ?? NaN)
      }
      if (weightSum > 0) {
        result[index] = sum / weightSum
        continue
      }
    }
    const rightValue = values[right] ?? NaN
    const leftValue = values[right - 1] ?? NaN
    result[index] =
      rightMs === atMs || leftMs === undefined ? rightValue : leftValue + ((rightValue - leftValue) * (atMs - leftMs)) / (rightMs - leftMs)
  }
  return result
}

/** The median distance of neighbouring times in ms; Infinity for fewer than two. */
export function medianStepMs(timestampsMs: Float64Array): number {
  if (timestampsMs.length < 2) return Infinity
  const steps = new Float64Array(timestampsMs.length - 1)
  for (let index = 0; index < steps.length; index += 1) steps[index] = (timestampsMs[index + 1] ?? 0) - (timestampsMs[index] ?? 0)
  steps.sort()
  return steps[steps.length >> 1] ?? Infinity
}
