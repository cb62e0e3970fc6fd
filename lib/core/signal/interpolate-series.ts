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
    while (right < sourceCount && (timestampsMs[right] ?? NaN) < atMs) right += 1
    if (right === sourceCount) break
    const rightMs = timestampsMs[right] ?? NaN
    // Never the place -1: an array is slow to say that it has none.
    const leftMs = right > 0 ? (timestampsMs[right - 1] ?? NaN) : -Infinity
    if (rightMs !== atMs && rightMs - leftMs > maxGapMs) continue
    if (isFast) {
      while (first < sourceCount && (timestampsMs[first] ?? NaN) <= atMs - stepMs) first += 1
      let weightSum = 0
      let sum = 0
      for (let near = first; near < sourceCount; near += 1) {
        const weight = 1 - Math.abs((timestampsMs[near] ?? NaN) - atMs) / stepMs
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
    if (rightMs === atMs) {
      result[index] = rightValue
      continue
    }
    const leftValue = values[right - 1] ?? NaN
    result[index] = leftValue + ((rightValue - leftValue) * (atMs - leftMs)) / (rightMs - leftMs)
  }
  return result
}

/** The median distance of neighbouring times in ms; Infinity for fewer than two. */
export function medianStepMs(timestampsMs: Float64Array): number {
  if (timestampsMs.length < 2) return Infinity
  const majority = majorityStep(timestampsMs)
  if (majority !== undefined) return majority
  const steps = new Float64Array(timestampsMs.length - 1)
  for (let index = 0; index < steps.length; index += 1) steps[index] = stepAfter(timestampsMs, index)
  steps.sort()
  return steps[steps.length >> 1] ?? Infinity
}

const stepAfter = (timestampsMs: Float64Array, index: number): number => (timestampsMs[index + 1] ?? NaN) - (timestampsMs[index] ?? NaN)

/** The step that more than half of the steps are, which is their median too; undefined where there is none (Boyer and Moore's vote). */
function majorityStep(timestampsMs: Float64Array): number | undefined {
  const stepCount = timestampsMs.length - 1
  let candidate = NaN
  let lead = 0
  for (let index = 0; index < stepCount; index += 1) {
    const step = stepAfter(timestampsMs, index)
    if (lead === 0) candidate = step
    lead += step === candidate ? 1 : -1
  }
  let count = 0
  for (let index = 0; index < stepCount; index += 1) if (stepAfter(timestampsMs, index) === candidate) count += 1
  return count * 2 > stepCount ? candidate : undefined
}
