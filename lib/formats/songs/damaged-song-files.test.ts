import path from 'node:path'

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { AppError } from '@/lib/core/app-error'
import { importedSongLimit, type ImportedSong } from '@/lib/core/songs/imported-song'
import { placedSongOf } from '@/lib/core/songs/placed-song-of'
import { writeSongIndex } from '@/lib/core/songs/write-song-index'

import { applyDamage, busyMachineMs, damageArbitrary, filesBelow, runsAFile, seed } from '../damage-support'
import { makeFile } from '../test-support'

import { readSongFiles } from './read-song-files'

const rootDir = path.join(import.meta.dirname, '../../..')
const vector = Float32Array.from({ length: 128 }, (_, dim) => dim + 1)

/** What is wrong with songs that came of damaged bytes; undefined where nothing is. */
function faultOf(songs: readonly ImportedSong[]): string | undefined {
  if (songs.length === 0) return 'gave no song'
  if (songs.length > importedSongLimit) return `gave ${songs.length} songs`
  for (const { songId, title, artists } of songs) {
    if (songId !== undefined && !/^[A-Za-z0-9]{22}$/.test(songId)) return `has the id ${songId}`
    if (songId === undefined && (title === '' || artists.length === 0)) return 'has a song without a name'
    if (/\p{Cc}/u.test(title + artists.join(''))) return 'has a control character in a name'
  }
  // Values out of their range, or ids twice, make the index throw.
  writeSongIndex(
    songs.map((song) => placedSongOf(song, vector)),
    'space',
  )
  return undefined
}

/** Reads a file; says what came that should not. */
async function readDamaged(file: File): Promise<string | undefined> {
  try {
    return faultOf((await readSongFiles([file])).songs)
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'INTERNAL') return `threw ${String(error)}`
    return /Expected|found/.test(error.message) || error.message.includes(file.name) ? undefined : `says only: ${error.message}`
  }
}

describe.each([
  { origin: 'fixture', files: filesBelow(path.join(rootDir, 'e2e/fixtures/songs')) },
  { origin: 'real export', files: filesBelow(path.join(rootDir, '../shared/data/song-exports')) },
])('a damaged $origin', { timeout: busyMachineMs }, ({ files }) => {
  test.for(files.length > 0 ? files : [{ name: '(../shared is not beside the repository)', bytes: new Uint8Array(0) }])(
    'gives songs that can be kept, or a reason: $name',
    async ({ name, bytes }) => {
      await fc.assert(
        fc.asyncProperty(damageArbitrary, async (damage) => {
          expect(await readDamaged(makeFile(path.basename(name), applyDamage(bytes, damage)))).toBeUndefined()
        }),
        { numRuns: runsAFile, seed },
      )
    },
  )
})

describe('a made-up table of songs', { timeout: busyMachineMs }, () => {
  const cell = fc.oneof(
    fc.double().map(String),
    fc.integer({ min: -10, max: 400 }).map(String),
    fc.constantFrom(
      '',
      '-1',
      '"a;b"',
      '"open',
      '1e400',
      '3:45',
      '62 %',
      'minor',
      '\u0000',
      'spotify:track:4uLU6hMCjMI75M1A2tKUQC',
      '4uLU6hMCjMI75M1A2tKUQC',
      '\uD800',
      'a; b, c',
    ),
    fc.string({ maxLength: 8, unit: 'grapheme' }),
  )
  const header = fc.constantFrom(
    'Track URI',
    'id',
    'Title',
    'Artist',
    'Artist Name(s)',
    'Track Name',
    'Energy',
    'Valence',
    'Tempo',
    'Key',
    'Mode',
    'Loudness',
    'Duration (ms)',
    'Length',
    'Year',
    'Popularity',
    'Explicit',
    'Genres',
    'Type',
    '',
  )

  test('gives songs that can be kept, or a reason, whatever is in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(header, { minLength: 1, maxLength: 8 }),
        fc.array(fc.array(cell, { minLength: 1, maxLength: 8 }), { maxLength: 30 }),
        fc.constantFrom(',', ';', '\t'),
        fc.constantFrom('\n', '\r\n', '\r'),
        async (names, rows, delimiter, lineEnd) => {
          const text = [['Title', 'Artist', ...names], ...rows].map((row) => row.join(delimiter)).join(lineEnd)
          expect(await readDamaged(makeFile('table.csv', text))).toBeUndefined()
        },
      ),
      { numRuns: 50 * runsAFile, seed },
    )
  })

  test('of JSON with any shape gives songs or a reason', async () => {
    const beginnings = ['{"tracks":[', '{"playlists":[', '[{"trackName":"x","msPlayed":1},', '[{"master_metadata_track_name":"x"},']
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...beginnings), fc.json({ maxDepth: 4 }), async (beginning, json) => {
        const text = `${beginning}${json}${beginning.startsWith('[') ? ']' : ']}'}`
        expect(await readDamaged(makeFile('data.json', text))).toBeUndefined()
      }),
      { numRuns: 50 * runsAFile, seed },
    )
  })
})
