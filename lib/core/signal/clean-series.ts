import type { ChannelSeries } from './recording'

/**
 * Puts a channel into the order that everything after it relies on: finite values only, times rising, no time twice.
 *
 * Of samples that carry the same time the last one stays, as a device that repeats a time has usually corrected the value.
 * Values outside `plausibleRange` count as missing.
 */
export function cleanSeries(series: ChannelSeries, plausibleRange: readonly [number, number] = [-Infinity, Infinity]): ChannelSeries {
  const { timestampsMs, values } = series
  const sampleCount = Math.min(timestampsMs.length, values.length)
  const [lowest, highest] = plausibleRange
  // Most series are clean, and hours of them are cleaned often: nothing is set aside for one that stays.
  if (sampleCount === timestampsMs.length && isClean(series, plausibleRange)) return series
  const kept = new Uint32Array(sampleCount)
  let keptCount = 0
  let isRising = true
  let lastMs = -Infinity
  for (let index = 0; index < sampleCount; index += 1) {
    const value = values[index] ?? NaN
    const timestampMs = timestampsMs[index] ?? NaN
    if (!Number.isFinite(value) || !Number.isFinite(timestampMs) || value < lowest || value > highest) continue
    if (timestampMs <= lastMs) isRising = false
    lastMs = timestampMs
    kept[keptCount] = index
    keptCount += 1
  }
  const order = kept.subarray(0, keptCount)
  // Uint32Array.sort is stable, so of equal times the one that came last in the file stays last.
  if (!isRising) order.sort((a, b) => (timestampsMs[a] ?? 0) - (timestampsMs[b] ?? 0))
  const cleanMs = new Float64Array(keptCount)
  const cleanValues = new Float32Array(keptCount)
  let cleanCount = 0
  for (const index of order) {
    const timestampMs = timestampsMs[index] ?? NaN
    if (cleanCount > 0 && cleanMs[cleanCount - 1] === timestampMs) cleanCount -= 1
    cleanMs[cleanCount] = timestampMs
    cleanValues[cleanCount] = values[index] ?? NaN
    cleanCount += 1
  }
  return { timestampsMs: cleanMs.subarray(0, cleanCount), values: cleanValues.subarray(0, cleanCount) }
}

function isClean({ timestampsMs, values }: ChannelSeries, [lowest, highest]: readonly [number, number]): boolean {
  let lastMs = -Infinity
  for (let index = 0; index < timestampsMs.length; index += 1) {
    const value = values[index] ?? NaN
    const timestampMs = timestampsMs[index] ?? NaN
    if (!(timestampMs > lastMs && timestampMs < Infinity && value >= lowest && value <= highest && Math.abs(value) < Infinity)) return false
    lastMs = timestampMs
  }
  return true
}
