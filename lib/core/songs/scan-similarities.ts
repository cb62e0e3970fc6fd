import { AppError } from '@/lib/core/app-error'

import type { SongIndex } from './song-index'

/** The query's largest component becomes this: products with int8 summed over 128 dimensions stay within 31 bits. */
const queryRange = 0x7fff
/** Rows are summed in four lanes, so that the additions need not wait for each other. */
const laneCount = 4

/**
 * Returns the cosine of every song of the index to a query vector: (songCount,), -1..1.
 *
 * The query (dims,) is taken at 16 bits, so that the scan runs on whole numbers; the cosines are exact to about 1e-4.
 */
export function scanSimilarities(songIndex: SongIndex, queryVector: ArrayLike<number>): Float32Array {
  const { dims, songCount, vectors, scales } = songIndex
  if (queryVector.length !== dims) {
    throw new AppError('INVALID_REQUEST', `The vector has ${queryVector.length} numbers; expected ${dims}.`)
  }
  const norm = Math.hypot(...Array.from(queryVector))
  if (!(norm > 0 && norm < Number.POSITIVE_INFINITY)) {
    throw new AppError('INVALID_REQUEST', `The vector has length ${norm}; expected a direction made of finite numbers.`)
  }
  const peak = Math.max(...Array.from(queryVector, Math.abs))
  const paddedDims = Math.ceil(dims / laneCount) * laneCount
  const query = new Int32Array(paddedDims)
  for (let dim = 0; dim < dims; dim++) query[dim] = Math.round(((queryVector[dim] ?? 0) / peak) * queryRange)
  const queryScale = peak / queryRange / norm
  const similarities = new Float32Array(songCount)
  for (let row = 0, start = 0; row < songCount; row++, start += dims) {
    let [lane0, lane1, lane2, lane3] = [0, 0, 0, 0]
    for (let dim = 0; dim < dims; dim += laneCount) {
      const at = start + dim
      lane0 = (lane0 + Math.imul(query[dim] ?? 0, vectors[at] ?? 0)) | 0
      lane1 = (lane1 + Math.imul(query[dim + 1] ?? 0, vectors[at + 1] ?? 0)) | 0
      lane2 = (lane2 + Math.imul(query[dim + 2] ?? 0, vectors[at + 2] ?? 0)) | 0
      lane3 = (lane3 + Math.imul(query[dim + 3] ?? 0, vectors[at + 3] ?? 0)) | 0
    }
    similarities[row] = (lane0 + lane1 + lane2 + lane3) * queryScale * (scales[row] ?? 0)
  }
  return similarities
}
