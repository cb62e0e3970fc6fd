import type { NumberColumn, SongIndex } from './song-index'
import { numberAt } from './song-index'

/**
 * A linear way from the song space to a plane: a vector v of unit length lies at `offsets[i] + sum(weights[i][dim] * v[dim])`, i being 0 for
 * x and 1 for y. States, goals and songs go the same way.
 *
 * x and y are shares of the catalogue, about 0..1: how many songs listeners would call less pleasant, and less energetic.
 */
export type MapProjection = {
  /** (2, dims) */
  readonly weights: readonly [readonly number[], readonly number[]]
  readonly offsets: readonly [number, number]
}

/** A place on the map, each about 0..1: unpleasant to pleasant, calm to energetic. */
export type MapPoint = { readonly x: number; readonly y: number }

/** More songs than this make the fit no better: it has 128 numbers an axis to find. */
const fittedSongCount = 4_000
/** What keeps directions in which hardly any song differs from being blown up, against a mean variance of .006 a dimension. */
const ridge = 1e-3

/** What the two axes say of each song: what listeners would, or, in a catalogue without that, how it sounds. */
function axisColumns({ numbers }: SongIndex): readonly [NumberColumn, NumberColumn] {
  const isKnown = ({ codes, missingCode }: NumberColumn) => codes.some((code) => code !== missingCode)
  return isKnown(numbers.moodValence) && isKnown(numbers.moodArousal)
    ? [numbers.moodValence, numbers.moodArousal]
    : [numbers.valence, numbers.energy]
}

/**
 * Finds the projection whose axes tell best how pleasant and how energetic a song of the index is: ridge regression of both on the vectors
 * (Hoerl and Kennard 1970), over songs at equal steps. The same index gives the same projection. Songs without both values are passed over;
 * where none is left every vector lies in the middle.
 */
export function fitMapProjection(songIndex: SongIndex): MapProjection {
  const { dims, songCount, vectors, scales } = songIndex
  const columns = axisColumns(songIndex)
  const stride = Math.max(1, Math.floor(songCount / fittedSongCount))
  const rows: { readonly songPosition: number; readonly x: number; readonly y: number }[] = []
  for (let songPosition = 0; songPosition < songCount; songPosition += stride) {
    const [x, y] = [numberAt(columns[0], songPosition), numberAt(columns[1], songPosition)]
    if (x !== undefined && y !== undefined) rows.push({ songPosition, x, y })
  }
  const middle = 0.5
  const flat = Array.from({ length: dims }, () => 0)
  if (rows.length === 0) return { weights: [flat, flat], offsets: [middle, middle] }

  const vectorAt = (songPosition: number, target: Float64Array) => {
    const scale = scales[songPosition] ?? 0
    for (let dim = 0; dim < dims; dim++) target[dim] = (vectors[songPosition * dims + dim] ?? 0) * scale
  }
  const vector = new Float64Array(dims)
  const mean = new Float64Array(dims)
  for (const { songPosition } of rows) {
    vectorAt(songPosition, vector)
    for (let dim = 0; dim < dims; dim++) mean[dim] = (mean[dim] ?? 0) + (vector[dim] ?? 0) / rows.length
  }
  const means = [rows.reduce((sum, { x }) => sum + x, 0) / rows.length, rows.reduce((sum, { y }) => sum + y, 0) / rows.length] as const
  // The lower triangle of the covariance, and each axis's covariance with the dimensions.
  const covariance = new Float64Array(dims * dims)
  const withAxes = [new Float64Array(dims), new Float64Array(dims)] as const
  for (const { songPosition, x, y } of rows) {
    vectorAt(songPosition, vector)
    for (let dim = 0; dim < dims; dim++) vector[dim] = (vector[dim] ?? 0) - (mean[dim] ?? 0)
    for (let dim = 0; dim < dims; dim++) {
      const off = (vector[dim] ?? 0) / rows.length
      withAxes[0][dim] = (withAxes[0][dim] ?? 0) + off * (x - means[0])
      withAxes[1][dim] = (withAxes[1][dim] ?? 0) + off * (y - means[1])
      for (let other = 0, at = dim * dims; other <= dim; other++, at++) covariance[at] = (covariance[at] ?? 0) + off * (vector[other] ?? 0)
    }
  }
  for (let dim = 0; dim < dims; dim++) covariance[dim * dims + dim] = (covariance[dim * dims + dim] ?? 0) + ridge
  const factor = choleskyFactor(covariance, dims)
  const weights = [solve(factor, withAxes[0]), solve(factor, withAxes[1])] as const
  const offsetOf = (axis: 0 | 1) => means[axis] - weights[axis].reduce((sum, weight, dim) => sum + weight * (mean[dim] ?? 0), 0)
  return { weights, offsets: [offsetOf(0), offsetOf(1)] }
}

/** Returns the lower triangle L, row by row, with L Lᵀ = the symmetric positive matrix whose lower triangle is given. */
function choleskyFactor(matrix: Float64Array, size: number): Float64Array {
  const factor = new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let rest = matrix[row * size + column] ?? 0
      for (let before = 0; before < column; before++) rest -= (factor[row * size + before] ?? 0) * (factor[column * size + before] ?? 0)
      factor[row * size + column] = row === column ? Math.sqrt(rest) : rest / (factor[column * size + column] ?? 1)
    }
  }
  return factor
}

/** Returns x with L Lᵀ x = right. */
function solve(factor: Float64Array, right: Float64Array): number[] {
  const size = right.length
  const half = new Float64Array(size)
  for (let row = 0; row < size; row++) {
    let rest = right[row] ?? 0
    for (let column = 0; column < row; column++) rest -= (factor[row * size + column] ?? 0) * (half[column] ?? 0)
    half[row] = rest / (factor[row * size + row] ?? 1)
  }
  const solution = Array.from({ length: size }, () => 0)
  for (let row = size - 1; row >= 0; row--) {
    let rest = half[row] ?? 0
    for (let below = row + 1; below < size; below++) rest -= (factor[below * size + row] ?? 0) * (solution[below] ?? 0)
    solution[row] = rest / (factor[row * size + row] ?? 1)
  }
  return solution
}

/** Returns where a vector (dims,) of any length above 0 lies on the map; its direction counts. */
export function placeOnMap({ weights, offsets }: MapProjection, vector: ArrayLike<number>): MapPoint {
  let [x, y, square] = [0, 0, 0]
  for (let dim = 0; dim < vector.length; dim++) {
    const value = vector[dim] ?? 0
    x += value * (weights[0][dim] ?? 0)
    y += value * (weights[1][dim] ?? 0)
    square += value * value
  }
  const length = Math.sqrt(square)
  return { x: offsets[0] + x / length, y: offsets[1] + y / length }
}
