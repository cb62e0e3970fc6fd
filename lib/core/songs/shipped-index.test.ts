import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'

import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { goldenSchema } from '@/lib/contracts/model-manifest'
import { findMoodVectors } from '@/lib/core/state/find-mood-vectors'
import { moodWords, type MoodWord } from '@/lib/core/state/labels'

import { genreFamilies } from './genre-families'
import { fitMapProjection, placeOnMap } from './map-projection'
import { openSongIndex } from './open-song-index'
import type { AudioFeatures, PlaylistSong } from './song'
import { songAt } from './song-at'
import { numberAt } from './song-index'
import { planOver } from './test-support'

const models = path.join('public', 'models')
const read = (...parts: string[]) => readFileSync(path.join(models, ...parts))
const json = (...parts: string[]): unknown => JSON.parse(read(...parts).toString('utf8'))

const indexManifest = z
  .object({
    spaceId: z.string(),
    songCount: z.number(),
    dims: z.number(),
    sha256: z.string(),
    sizeBytes: z.number(),
    terms: z.string(),
    models: z.record(z.string(), z.string()),
  })
  .parse(json('song-index-v2', 'manifest.json'))
const golden = goldenSchema.parse(json('state-fusion-v2', 'golden.json'))
const bytes = read('song-index-v2', 'song-index.bin')
const songIndex = openSongIndex(bytes)

const moodVectors = findMoodVectors(golden.cases)

/** The fused vector of a word alone, as the exported fusion gave it. */
function vectorOfWord(mood: MoodWord): readonly number[] {
  return moodVectors.get(mood) ?? expect.fail(`golden.json has no case for the word ${mood}`)
}

function playlistOf(mood: MoodWord, seed = 0): PlaylistSong[] {
  const vector = vectorOfWord(mood)
  return [...planOver({ songIndex, stateVector: vector, goalVector: vector, seed }).songs]
}

function mean(playlist: readonly PlaylistSong[], feature: keyof AudioFeatures): number {
  const values = playlist.flatMap(({ song }) => song.features[feature] ?? [])
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

describe('the shipped song index', () => {
  it('is the file that its manifest speaks of', () => {
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(indexManifest.sha256)
    expect(bytes.length).toBe(indexManifest.sizeBytes)
    expect(songIndex.songCount).toBe(indexManifest.songCount)
    expect(songIndex.dims).toBe(indexManifest.dims)
    expect(indexManifest.terms).toContain('Spotify')
  })

  it('comes from the same training as the shipped fusion and tower', () => {
    const weights = z.object({ weightsSha256: z.string() })
    const fusion = weights.parse(json('state-fusion-v2', 'manifest.json')).weightsSha256
    expect(songIndex.spaceId).toBe(fusion)
    expect(indexManifest.spaceId).toBe(fusion)
    expect(indexManifest.models['song-tower']).toBe(weights.parse(json('song-tower-v2', 'manifest.json')).weightsSha256)
  })

  it('has the genres that a listener can wish for', () => {
    for (const family of songIndex.genreFamilies) expect(genreFamilies).toContain(family)
  })

  it('holds readable songs from the first to the last', () => {
    for (let position = 0; position < songIndex.songCount; position += 97) {
      const song = songAt(songIndex, position)
      expect(song.songId).toMatch(/^[A-Za-z0-9]{22}$/)
      expect(song.artists[0]).not.toBe('')
      expect(song.title).not.toContain('\ufffd')
      expect(song.features.energy).toBeGreaterThanOrEqual(0)
      expect(song.features.energy).toBeLessThanOrEqual(1)
    }
  })

  it('plays what sounds like the word: excited is livelier than calm, happy brighter than sad, angry louder than tender', () => {
    const lists = { happy: playlistOf('happy'), sad: playlistOf('sad'), calm: playlistOf('calm'), excited: playlistOf('excited') }
    expect(mean(lists.excited, 'energy')).toBeGreaterThan(mean(lists.calm, 'energy') + 0.2)
    expect(mean(lists.happy, 'energy')).toBeGreaterThan(mean(lists.calm, 'energy') + 0.1)
    expect(mean(lists.excited, 'energy')).toBeGreaterThan(mean(lists.sad, 'energy') + 0.2)
    expect(mean(lists.happy, 'valence')).toBeGreaterThan(mean(lists.sad, 'valence') + 0.1)
    expect(mean(lists.calm, 'acousticness')).toBeGreaterThan(mean(lists.excited, 'acousticness') + 0.2)
    expect(mean(playlistOf('angry'), 'loudnessDb')).toBeGreaterThan(mean(playlistOf('tender'), 'loudnessDb') + 2)
  })

  it('gives other words other playlists, and another seed other songs of the same sound', () => {
    const ids = (playlist: readonly PlaylistSong[]) => playlist.map(({ song }) => song.songId)
    const shared = ids(playlistOf('happy')).filter((songId) => ids(playlistOf('sad')).includes(songId))
    expect(shared).toEqual([])
    const [one, other] = [playlistOf('calm', 1), playlistOf('calm', 2)]
    expect(ids(one)).not.toEqual(ids(other))
    expect(Math.abs(mean(one, 'energy') - mean(other, 'energy'))).toBeLessThan(0.1)
  })

  it('walks from sad to happy', () => {
    const playlist = planOver({ songIndex, stateVector: vectorOfWord('sad'), goalVector: vectorOfWord('happy') }).songs
    expect(mean(playlist.slice(0, 8), 'valence')).toBeLessThan(mean(playlist.slice(-8), 'valence'))
    const toGoal = playlist.map(({ scoreParts }) => scoreParts.goalSimilarity)
    const runs = [0, 5, 10, 15, 20].map((start) => toGoal.slice(start, start + 5).reduce((sum, value) => sum + value, 0) / 5)
    for (let run = 1; run < runs.length; run++) expect(runs[run]).toBeGreaterThan(runs[run - 1] ?? 1)
  })
})

describe('the map of the shipped songs', () => {
  const projection = fitMapProjection(songIndex)
  const { songCount, dims, vectors, numbers } = songIndex
  const places = Array.from({ length: songCount }, (_, position) =>
    placeOnMap(projection, vectors.subarray(position * dims, (position + 1) * dims)),
  )

  it('has axes that tell what listeners would say', () => {
    const correlation = (column: 'moodValence' | 'moodArousal', values: readonly number[]) => {
      const told = values.map((_, position) => numberAt(numbers[column], position) ?? 0)
      const [meanTold, meanPlace] = [told, values].map((own) => own.reduce((sum, value) => sum + value, 0) / songCount)
      let [together, ownTold, ownPlace] = [0, 0, 0]
      values.forEach((value, position) => {
        const [a, b] = [(told[position] ?? 0) - (meanTold ?? 0), value - (meanPlace ?? 0)]
        together += a * b
        ownTold += a * a
        ownPlace += b * b
      })
      return together / Math.sqrt(ownTold * ownPlace)
    }
    const pleasant = correlation(
      'moodValence',
      places.map(({ x }) => x),
    )
    const energetic = correlation(
      'moodArousal',
      places.map(({ y }) => y),
    )
    // .990 and .992
    expect(pleasant).toBeGreaterThan(0.985)
    expect(energetic).toBeGreaterThan(0.985)
  })

  it('has a place for every mood word', () => {
    expect([...moodVectors.keys()]).toEqual([...moodWords])
  })
})
