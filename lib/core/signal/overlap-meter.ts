import type { Stretch } from './assess-quality'

/** Measures how much of a stretch lies in any of some parts, in ms: parts may overlap and come in any order; each question takes a search, not a walk. */
export function createOverlapMeter(parts: readonly Stretch[]): (stretch: Stretch) => number {
  const { startsMs, endsMs } = joined(parts)
  const sumsMs = new Float64Array(startsMs.length + 1)
  for (let index = 0; index < startsMs.length; index += 1) {
    sumsMs[index + 1] = (sumsMs[index] ?? 0) + (endsMs[index] ?? 0) - (startsMs[index] ?? 0)
  }
  /** How much of the parts lies before a time. */
  const before = (timestampMs: number): number => {
    let low = 0
    let high = startsMs.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((startsMs[middle] ?? Infinity) < timestampMs) low = middle + 1
      else high = middle
    }
    // `low` parts begin before it; of the last of them only what lies before it counts.
    return low === 0 ? 0 : (sumsMs[low] ?? 0) - Math.max(0, (endsMs[low - 1] ?? 0) - timestampMs)
  }
  return ({ startMs, endMs }) => Math.max(0, before(endMs) - before(startMs))
}

/** The parts in order, those that touch as one. */
function joined(parts: readonly Stretch[]): { readonly startsMs: readonly number[]; readonly endsMs: readonly number[] } {
  const startsMs: number[] = []
  const endsMs: number[] = []
  for (const { startMs, endMs } of parts.toSorted((one, other) => one.startMs - other.startMs)) {
    const last = endsMs.at(-1)
    if (last !== undefined && startMs <= last) endsMs[endsMs.length - 1] = Math.max(last, endMs)
    else {
      startsMs.push(startMs)
      endsMs.push(endMs)
    }
  }
  return { startsMs, endsMs }
}
