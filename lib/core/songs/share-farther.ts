import type { Place } from './path'

/** Cosines are counted in this many classes over -1..1. */
const classCount = 4096
/** Of a larger catalogue every so-manieth song is counted: a share of 15,000 is that of all to half a percent. */
const countedSongCount = 15_000

/**
 * Returns a function that tells which share (0..1) of the catalogue lies farther from a place than a cosine to it; right to about 0.005.
 *
 * toState, toGoal: (songCount,)
 */
export function shareFartherFrom(place: Place, toState: Float32Array, toGoal: Float32Array): (cosine: number) => number {
  const { stateWeight, goalWeight } = place
  const lower = new Uint32Array(classCount + 1)
  const stride = Math.ceil(toState.length / countedSongCount)
  let count = 0
  for (let row = 0; row < toState.length; row += stride) {
    const scaled = ((stateWeight * (toState[row] ?? 0) + goalWeight * (toGoal[row] ?? 0) + 1) * classCount) / 2
    const valueClass = scaled <= 0 ? 0 : scaled >= classCount ? classCount - 1 : scaled | 0
    lower[valueClass + 1] = (lower[valueClass + 1] ?? 0) + 1
    count++
  }
  for (let valueClass = 1; valueClass <= classCount; valueClass++)
    lower[valueClass] = (lower[valueClass] ?? 0) + (lower[valueClass - 1] ?? 0)
  return (cosine) => {
    const at = classAt(cosine)
    const [below, upTo] = [lower[at | 0] ?? 0, lower[(at | 0) + 1] ?? 0]
    return count === 0 ? 0 : (below + (at - (at | 0)) * (upTo - below)) / count
  }
}

/** The class of a cosine, with its place inside the class behind the point. */
function classAt(cosine: number): number {
  return Math.min(classCount - 1e-6, Math.max(0, ((cosine + 1) * classCount) / 2))
}
