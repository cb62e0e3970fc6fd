import { describe, expect, it } from 'vitest'

import type { SongIndex } from './song-index'
import { scanSimilarities, scanTwoSimilarities } from './scan-similarities'
import { seededShare } from './seeded-share'

/** The two columns of an index that a scan reads, filled from a seed. */
function makeVectors(dims: number, songCount: number): SongIndex {
  const vectors = Int8Array.from({ length: dims * songCount }, (_, at) => Math.round(seededShare(1, at) * 254 - 127))
  const scales = Float32Array.from({ length: songCount }, (_, row) => {
    let squares = 0
    for (let dim = 0; dim < dims; dim++) squares += (vectors[row * dims + dim] ?? 0) ** 2
    return 1 / Math.sqrt(squares)
  })
  return Object.assign(Object.create(null), { dims, songCount, vectors, scales })
}

const makeQuery = (dims: number, seed: number) => Float64Array.from({ length: dims }, (_, dim) => seededShare(seed, dim) - 0.5)

describe.each([128, 7, 1])('a scan of vectors of %i dimensions', (dims) => {
  const songIndex = makeVectors(dims, 50)
  const [query, other] = [makeQuery(dims, 2), makeQuery(dims, 3)]

  it('gives the cosine of each song, to the precision of 16 bits', () => {
    const similarities = scanSimilarities(songIndex, query)
    const norm = Math.hypot(...query)
    for (let row = 0; row < songIndex.songCount; row++) {
      let dot = 0
      for (let dim = 0; dim < dims; dim++) dot += (query[dim] ?? 0) * (songIndex.vectors[row * dims + dim] ?? 0)
      expect(similarities[row]).toBeCloseTo((dot / norm) * (songIndex.scales[row] ?? 0), 4)
    }
  })

  it('gives for two queries at once what two scans give', () => {
    expect(scanTwoSimilarities(songIndex, query, other)).toEqual([scanSimilarities(songIndex, query), scanSimilarities(songIndex, other)])
  })

  it('refuses a query of another length or without a direction', () => {
    expect(() => scanTwoSimilarities(songIndex, query, makeQuery(dims + 1, 3))).toThrow(`expected ${dims}`)
    expect(() => scanSimilarities(songIndex, new Float64Array(dims))).toThrow('expected a direction')
  })
})
