/** The place of the first of rising times at or after timestampMs, by halving; their count where all are before it. */
export function firstIndexFrom(timestampsMs: Float64Array, timestampMs: number): number {
  let low = 0
  let high = timestampsMs.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((timestampsMs[middle] ?? Infinity) < timestampMs) low = middle + 1
    else high = middle
  }
  return low
}
