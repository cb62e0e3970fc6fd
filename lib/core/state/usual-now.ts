import type { Stretch } from '../signal/assess-quality'
import type { Abstain } from './abstain'
import { readStretch } from './read-stretch'
import type { Estimate } from './user-state'

/**
 * The stretch that stands for now until the listener says otherwise: the latest one of a length that the model reads with confidence.
 *
 * A wearable is most often taken off, or the session ended with a stir, in the very last minutes. Where no stretch can be read, and
 * without a judge, it is the end. `estimates` come in order of time, at least one.
 */
export function usualNow(estimates: readonly Estimate[], lengthMs: number, abstain?: Abstain): Stretch {
  const firstMs = estimates[0]?.startMs ?? 0
  const stretchBefore = (endMs: number): Stretch => ({ startMs: Math.max(firstMs, endMs - lengthMs), endMs })
  const end = stretchBefore(estimates.at(-1)?.endMs ?? 0)
  if (abstain === undefined) return end
  // Windows are alike in length, so their starts and ends are in order: those that a stretch overlaps are neighbours.
  let from = estimates.length
  let to = estimates.length
  for (let last = estimates.length - 1; last >= 0; last -= 1) {
    const stretch = stretchBefore(estimates[last]?.endMs ?? 0)
    while (from > 0 && (estimates[from - 1]?.endMs ?? -Infinity) > stretch.startMs) from -= 1
    while (to > 0 && (estimates[to - 1]?.startMs ?? -Infinity) >= stretch.endMs) to -= 1
    const read = readStretch(estimates.slice(from, to), stretch)
    if (read !== undefined && abstain(read.confidence, stretch) === undefined) return stretch
    if (stretch.startMs === firstMs) break
  }
  return end
}
