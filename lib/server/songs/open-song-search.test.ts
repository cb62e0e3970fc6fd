import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

import { afterEach, beforeEach, describe, expect, it } from 'vitest'

import { findSongs } from '@/lib/core/songs/find-songs'
import { scanSimilarities } from '@/lib/core/songs/scan-similarities'
import { songAt } from '@/lib/core/songs/song-at'
import { madeUpSongs, madeUpVector, seededNumbers, writeMadeUpIndex } from '@/lib/core/songs/test-support'
import { buildScanKernel } from '@/scripts/build-scan-kernel.mjs'

import { openSongSearch, type SongSearch } from './open-song-search'

const songs = madeUpSongs(1003)
const random = seededNumbers(5)
const [stateVector, goalVector] = [madeUpVector(random), madeUpVector(random)]

let folder = ''
let search: SongSearch | undefined

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'attune-search-'))
})

afterEach(async () => {
  await search?.close()
  search = undefined
  await rm(folder, { recursive: true, force: true })
})

async function openMadeUp(file: Uint8Array, options: { readonly partSize?: number } = {}): Promise<SongSearch> {
  const fileName = path.join(folder, 'songs.bin')
  await writeFile(fileName, file)
  search = await openSongSearch(fileName, options)
  return search
}

describe('openSongSearch', () => {
  it.each([
    { how: 'on one thread', partSize: 10_000 },
    { how: 'divided among threads', partSize: 300 },
  ])('gives the cosines to state and goal that the plain scan gives, $how', async ({ partSize }) => {
    const { songIndex, withSimilarities } = await openMadeUp(writeMadeUpIndex(songs), { partSize })
    const found = await withSimilarities({ stateVector, goalVector }, ({ toState, toGoal }) => [toState.slice(), toGoal.slice()])
    for (const [queryIndex, vector] of [stateVector, goalVector].entries()) {
      const expected = scanSimilarities(songIndex, vector)
      expect(found[queryIndex]).toHaveLength(expected.length)
      // the same whole numbers, scaled in float32 here and in float64 there
      found[queryIndex]?.forEach((cosine, row) => expect(cosine).toBeCloseTo(expected[row] ?? 2, 6))
    }
  })

  it('scans once where the goal is the state', async () => {
    const { withSimilarities } = await openMadeUp(writeMadeUpIndex(songs))
    await withSimilarities({ stateVector, goalVector: stateVector }, ({ toState, toGoal }) => expect(toGoal).toBe(toState))
  })

  it.each([10_000, 300])('finds what the plain search finds, in parts of %i songs', async (partSize) => {
    const { songIndex, findSongs: findHere } = await openMadeUp(writeMadeUpIndex(songs), { partSize })
    const wanted = { queryVector: goalVector, songCount: 40 }
    const positions = (await findHere(wanted)).map(({ songPosition }) => songPosition)
    expect(positions).toEqual(findSongs(songIndex, wanted).map(({ songPosition }) => songPosition))
  })

  it('orders the best by their exact vectors, which stay in the file', async () => {
    const { findSongs: findHere } = await openMadeUp(writeMadeUpIndex(songs, { isExact: true }))
    const exact = songs
      .map(({ vector }, row) => ({ row, cosine: vector.reduce((sum, value, dim) => sum + value * (stateVector[dim] ?? 0), 0) }))
      .sort((a, b) => b.cosine - a.cosine)
      .slice(0, 50)
    const found = await findHere({ queryVector: stateVector, songCount: 50 })
    expect(found.map(({ songPosition }) => songPosition)).toEqual(exact.map(({ row }) => row))
    // float32 rows
    found.forEach(({ similarity }, place) => expect(similarity).toBeCloseTo(exact[place]?.cosine ?? 2, 6))
  })

  it('answers more requests than it has room for, each with its own cosines', async () => {
    const { songIndex, withSimilarities } = await openMadeUp(writeMadeUpIndex(songs))
    const vectors = Array.from({ length: 30 }, () => madeUpVector(random))
    const firsts = await Promise.all(
      vectors.map((vector) => withSimilarities({ stateVector: vector, goalVector }, ({ toState }) => toState[7] ?? 2)),
    )
    firsts.forEach((cosine, index) => expect(cosine).toBeCloseTo(scanSimilarities(songIndex, vectors[index] ?? [])[7] ?? 3, 6))
  })

  it('refuses vectors without a direction, and goes on answering', async () => {
    const { withSimilarities, songIndex } = await openMadeUp(writeMadeUpIndex(songs))
    const bad = [Array.from({ length: 128 }, () => 0), Array.from({ length: 128 }, () => Number.NaN), [1, 0]]
    for (const vector of [...bad, ...bad, ...bad]) {
      await expect(withSimilarities({ stateVector: vector, goalVector }, () => 0)).rejects.toMatchObject({ code: 'INVALID_REQUEST' })
    }
    expect(await withSimilarities({ stateVector, goalVector }, ({ toState }) => toState.length)).toBe(1003)
    expect(songAt(songIndex, 1002).title).toBe('Song 1002')
  })

  it('says what is wrong with a file: missing, of another kind, cut off, damaged', async () => {
    await expect(openSongSearch(path.join(folder, 'nothing.bin'))).rejects.toMatchObject({ code: 'INDEX_UNREADABLE' })
    const file = writeMadeUpIndex(songs)
    await expect(openMadeUp(new TextEncoder().encode('not an index, but long enough to look at'))).rejects.toThrow('expected ATTUNESI')
    await expect(openMadeUp(file.slice(0, 40_000))).rejects.toThrow(/cut off/)
    await expect(openMadeUp(new Uint8Array(0))).rejects.toThrow(/0 bytes/)
  })
})

it('scan-kernel.ts is what scan-kernel.as compiles to', async () => {
  const { readFileSync } = await import('node:fs')
  expect(readFileSync('lib/server/songs/scan-kernel.ts', 'utf8')).toBe(await buildScanKernel())
})
