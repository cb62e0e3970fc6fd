import { describe, expect, it } from 'vitest'

import { AppError } from '@/lib/core/app-error'

import { findSongs } from './find-songs'
import { openSongIndex } from './open-song-index'
import { selectTop } from './select-top'
import { madeUpSongs, madeUpVector, seededNumbers, writeMadeUpIndex } from './test-support'

const index = openSongIndex(writeMadeUpIndex(madeUpSongs(400)))
const queryVector = madeUpVector(seededNumbers(99))

/** Cosines in float64 from the stored vectors, the slow and plain way. */
function plainCosines(): number[] {
  return Array.from({ length: index.songCount }, (_, row) => {
    const values = Array.from(index.vectors.subarray(row * index.dims, (row + 1) * index.dims))
    return values.reduce((sum, value, dim) => sum + value * (queryVector[dim] ?? 0), 0) / Math.hypot(...values)
  })
}

describe('findSongs', () => {
  it('finds the songs with the largest cosines, nearest first', () => {
    const cosines = plainCosines()
    const expected = cosines.map((cosine, position) => ({ cosine, position })).sort((a, b) => b.cosine - a.cosine)
    const found = findSongs(index, { queryVector, songCount: 20 })
    expect(found.map(({ songPosition }) => songPosition)).toEqual(expected.slice(0, 20).map(({ position }) => position))
    // the query is taken at 16 bits
    found.forEach(({ similarity }, rank) => expect(Math.abs(similarity - (expected[rank]?.cosine ?? 0))).toBeLessThan(1e-4))
  })

  it('does not care how long the query is', () => {
    const longer = queryVector.map((value) => value * 1000)
    expect(findSongs(index, { queryVector: longer, songCount: 10 })).toEqual(findSongs(index, { queryVector, songCount: 10 }))
  })

  it('returns only songs that are allowed, and fewer where fewer are', () => {
    const isAllowed = (position: number) => position % 100 === 3
    const found = findSongs(index, { queryVector, songCount: 10, isAllowed })
    expect(found.map(({ songPosition }) => songPosition).sort((a, b) => a - b)).toEqual([3, 103, 203, 303])
  })

  it('refuses a query of another length, without direction, or with NaN', () => {
    for (const bad of [[1, 2, 3], Array.from({ length: 128 }, () => 0), Array.from({ length: 128 }, () => Number.NaN)]) {
      expect(() => findSongs(index, { queryVector: bad, songCount: 5 })).toThrow(AppError)
    }
  })

  it('searches vectors whose length is no multiple of four', () => {
    const odd = madeUpSongs(30).map((song) => ({ ...song, vector: song.vector.slice(0, 7) }))
    const oddIndex = openSongIndex(writeMadeUpIndex(odd))
    const [nearest] = findSongs(oddIndex, { queryVector: odd[12]?.vector ?? [], songCount: 1 })
    expect(nearest?.songPosition).toBe(12)
  })
})

describe('selectTop', () => {
  it('agrees with sorting everything, equal values by position', () => {
    const random = seededNumbers(5)
    for (const size of [1, 10, 3000]) {
      const values = Float32Array.from({ length: size }, () => Math.round(random() * 50) / 25 - 1)
      const sorted = Array.from(values.keys()).sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b)
      for (const count of [0, 1, 7, 5000]) expect(selectTop(values, count)).toEqual(sorted.slice(0, count))
    }
  })
})
