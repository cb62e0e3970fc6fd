import { readdirSync } from 'node:fs'
import path from 'node:path'

import { describe, expect, test } from 'vitest'

import type { ImportedSong } from '@/lib/core/songs/imported-song'

import { readGenerated } from '../test-support'

import { readSongFiles, songFormatNames } from './read-song-files'

const fixtures = 'e2e/fixtures/songs'

type Told = 'ids' | 'features' | 'lengths' | 'years' | 'genres' | 'guests' | 'explicit' | 'names'
/** What each export tells of the same made-up songs. */
const exports: readonly {
  readonly folder: string
  readonly formatName: string
  readonly tells: readonly Told[]
  readonly noteCount: number
}[] = [
  {
    folder: 'exportify-2025',
    formatName: 'Exportify',
    tells: ['names', 'ids', 'features', 'lengths', 'years', 'genres', 'guests', 'explicit'],
    noteCount: 0,
  },
  {
    folder: 'exportify-2024',
    formatName: 'Exportify',
    tells: ['names', 'ids', 'features', 'lengths', 'years', 'genres', 'guests'],
    noteCount: 0,
  },
  { folder: 'exportify-app', formatName: 'Exportify', tells: ['names', 'ids', 'lengths', 'years', 'explicit'], noteCount: 0 },
  // The artist that is followed is no song.
  { folder: 'tunemymusic', formatName: 'TuneMyMusic', tells: ['names', 'ids'], noteCount: 1 },
  // Songs in two files, an episode, and a song that was passed over.
  { folder: 'spotify-account', formatName: 'Spotify account data', tells: ['names', 'ids'], noteCount: 3 },
  { folder: 'spotify-account-zip', formatName: 'Spotify account data', tells: ['names', 'ids'], noteCount: 3 },
  { folder: 'spotify-extended', formatName: 'Spotify account data', tells: ['names', 'ids'], noteCount: 1 },
  { folder: 'm3u8', formatName: 'M3U8 or a list of Spotify links', tells: ['names', 'lengths'], noteCount: 0 },
  { folder: 'links', formatName: 'M3U8 or a list of Spotify links', tells: ['ids'], noteCount: 0 },
  { folder: 'plain-table', formatName: 'a CSV with titles and artists', tells: ['names', 'features', 'lengths', 'years'], noteCount: 0 },
]

function filesOf(folder: string): File[] {
  const absolute = path.join(import.meta.dirname, '../../..', fixtures, folder)
  return readdirSync(absolute).map((name) => readGenerated(`${fixtures}/${folder}/${name}`))
}

const readFolder = (folder: string) => readSongFiles(filesOf(folder))

/** The songs by title and artist, as the richest export has them. */
const reference = new Map<string, ImportedSong>()
for (const song of (await readFolder('exportify-2025')).songs) reference.set(`${song.title}|${song.artists[0]}`, song)
const songCount = 36

test('every format has a fixture here', () => {
  expect([...new Set(exports.map(({ formatName }) => formatName))].toSorted()).toEqual(songFormatNames.toSorted())
  expect(reference.size).toBe(songCount)
})

describe.each(exports)('the export in $folder', ({ folder, formatName, tells, noteCount }) => {
  test('gives every song once, with what the export tells of it and nothing else', async () => {
    const { songs, formatNames } = await readFolder(folder)
    expect(formatNames).toEqual([formatName])
    expect(songs).toHaveLength(songCount)
    const known = [...reference.values()]
    for (const song of songs) {
      const expected = tells.includes('names')
        ? reference.get(`${song.title}|${song.artists[0]}`)
        : known.find(({ songId }) => songId === song.songId)
      if (expected === undefined) throw new Error(`${folder} has a song that is not among the made-up ones: ${JSON.stringify(song)}`)
      if (tells.includes('ids')) expect(song.songId).toBe(expected.songId)
      if (tells.includes('guests')) expect(song.artists).toEqual(expected.artists)
      expect(song.artistGenres).toEqual(tells.includes('genres') ? expected.artistGenres : [])
      expect(song.releaseYear).toBe(tells.includes('years') ? expected.releaseYear : undefined)
      expect(song.isExplicit).toBe(tells.includes('explicit') ? expected.isExplicit : undefined)
      // Clocks and M3U tell whole seconds.
      if (tells.includes('lengths')) expect(Math.abs((song.durationMs ?? NaN) - (expected.durationMs ?? NaN))).toBeLessThanOrEqual(500)
      if (tells.includes('features')) {
        for (const [name, value] of Object.entries(song.features)) {
          expect(value).toBeCloseTo(expected.features[name as keyof typeof expected.features] ?? NaN, 3)
        }
        expect(Object.keys(song.features).length).toBeGreaterThanOrEqual(4)
      } else expect(song.features).toEqual({})
    }
  })

  test('is told by its content, whatever its files are called', async () => {
    const renamed = await Promise.all(filesOf(folder).map(async (file, index) => new File([await file.arrayBuffer()], `${index}.bin`)))
    expect((await readSongFiles(renamed)).songs).toEqual((await readFolder(folder)).songs)
  })

  test('tells its progress, rising to 1, and stops when asked to', async () => {
    const shares: number[] = []
    await readSongFiles(filesOf(folder), { onProgress: (share) => shares.push(share) })
    expect(shares).toEqual(shares.toSorted((a, b) => a - b))
    expect(shares.at(-1)).toBe(1)
    await expect(readSongFiles(filesOf(folder), { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow('enough')
  })

  test('says in sentences what it noticed', async () => {
    const { notes } = await readFolder(folder)
    expect(notes).toHaveLength(noteCount)
    for (const note of notes) expect(note).toMatch(/^[A-Z0-9].*\.$/)
  })
})
