import type { StatePart } from '@/lib/core/state/state-parts'

import { cosineOf } from './cosine-of'

/** The state's vector as it would be without one of its parts; (dims,) */
export type VectorWithout = { readonly part: StatePart; readonly vector: ArrayLike<number> }

/**
 * Returns the part of the state that brought a song nearest to it: the one without which the state would lie farthest from the song.
 *
 * Undefined where no part brought it nearer. songVector, stateVector: (dims,)
 */
export function findMovingPart(
  songVector: ArrayLike<number>,
  stateVector: ArrayLike<number>,
  withouts: readonly VectorWithout[],
): StatePart | undefined {
  const similarity = cosineOf(songVector, stateVector)
  let moving: { readonly part: StatePart; readonly gain: number } | undefined
  for (const { part, vector } of withouts) {
    const gain = similarity - cosineOf(songVector, vector)
    if (gain > (moving?.gain ?? 0)) moving = { part, gain }
  }
  return moving?.part
}
