import { describe, expect, test } from 'vitest'

import { featureLimit, lookUpLimit, type LibraryHead, type LookUpRequest } from '@/lib/contracts/library-api'
import { AppError } from '@/lib/core/app-error'
import type { ImportedSong } from '@/lib/core/songs/imported-song'
import type { AudioFeatures } from '@/lib/core/songs/song'

import { importSongs, songsPerFeatures, songsPerLookUp, type ImportDeps, type ImportStep } from './import-songs'

const idOf = (number: number) => String(number).padStart(22, '0')
const sound = { energy: 0.5, valence: 0.5 }
const song = (number: number, fields: Partial<ImportedSong> = {}): ImportedSong => ({
  title: `Song ${number}`,
  artists: ['Ann'],
  artistGenres: [],
  features: {},
  ...fields,
})

type World = {
  readonly songs: ImportedSong[]
  /** What the catalogue has: by id, and by title. */
  readonly catalogueIds?: readonly string[]
  readonly catalogueTitles?: ReadonlyMap<string, string>
  readonly features?: ReadonlyMap<string, AudioFeatures>
  readonly featuresError?: AppError
  readonly lookUpErrors?: AppError[]
}

function makeWorld({ songs, catalogueIds = [], catalogueTitles = new Map(), features, featuresError, lookUpErrors = [] }: World) {
  const asked: LookUpRequest['songs'] = []
  const kept: { readonly head: LibraryHead; readonly ownIndex: Uint8Array | undefined }[] = []
  const written: { readonly places: readonly number[]; readonly rowCount: number }[] = []
  const steps: [ImportStep, number][] = []
  const waits: number[] = []
  const library = features === undefined && featuresError === undefined ? {} : { featureHost: 'features.test' }
  const deps: ImportDeps = {
    reader: {
      read: async () => ({ songCount: songs.length, notes: ['A note.'], formatNames: ['Exportify'] }),
      songs: async (places) => places.flatMap((place) => songs[place] ?? []),
      learn: async (learned) => {
        for (const { place, features: told } of learned) songs[place] = { ...(songs[place] ?? song(place)), features: told }
      },
      write: async ({ places, vectors }) => {
        written.push({ places, rowCount: vectors.reduce((sum, { length }) => sum + length, 0) / 128 })
        return new Uint8Array([1])
      },
    },
    client: {
      read: async () => library,
      lookUp: async (request) => {
        const error = lookUpErrors.shift()
        if (error !== undefined) throw error
        asked.push(...request.songs)
        const found = request.songs.flatMap(({ songId, name }, index) => {
          const known = songId !== undefined && catalogueIds.includes(songId) ? songId : name && catalogueTitles.get(name.title)
          return known === undefined ? [] : [{ index, songId: known }]
        })
        return { found }
      },
      features: async (songIds) => {
        if (featuresError !== undefined) throw featuresError
        return { songs: songIds.flatMap((songId) => (features?.has(songId) ? [{ songId, features: features.get(songId) ?? {} }] : [])) }
      },
      keep: async (head, ownIndex) => {
        kept.push({ head, ownIndex })
        return {
          ...library,
          kept: { importedAtMs: 1, catalogueSongCount: head.catalogueSongIds.length, ownSongCount: 0, isOutdated: false },
        }
      },
    },
    embedSongs: async (rows) => ({ spaceId: 'space', vectors: new Float32Array(rows.length * 128).fill(0.1) }),
    wait: async (durationMs) => void waits.push(durationMs),
  }
  const controller = new AbortController()
  const run = () => importSongs(deps, [], { onStep: (step, doneShare) => steps.push([step, doneShare]), signal: controller.signal })
  return { run, asked, kept, written, steps, waits, controller }
}

test('as many songs are asked for at once as the contracts let through', () => {
  expect([songsPerLookUp, songsPerFeatures]).toEqual([lookUpLimit, featureLimit])
})

describe('importSongs', () => {
  test('keeps the catalogue’s songs by id, gives those with features a place, and lists the others', async () => {
    const world = makeWorld({
      songs: [
        song(0, { songId: idOf(0), features: sound }),
        song(1, { songId: idOf(1), features: sound }),
        song(2, { songId: idOf(2) }),
        song(3),
        song(4, { features: sound }),
        song(5, { songId: idOf(5) }),
      ],
      catalogueIds: [idOf(0)],
      catalogueTitles: new Map([
        ['Song 2', idOf(92)],
        ['Song 4', idOf(94)],
      ]),
    })
    const outcome = await world.run()
    expect(outcome).toMatchObject({ songCount: 6, foundCount: 3, placedCount: 1, isKept: true, notes: ['A note.'] })
    expect(outcome.unknown).toEqual([
      { title: 'Song 3', artists: ['Ann'] },
      { title: 'Song 5', artists: ['Ann'], songId: idOf(5) },
    ])
    expect(world.kept).toEqual([{ head: { catalogueSongIds: [idOf(0), idOf(92), idOf(94)] }, ownIndex: new Uint8Array([1]) }])
    expect(world.written).toEqual([{ places: [1], rowCount: 1 }])
    // A recording of which is known how it sounds is not taken for another one of the same name.
    expect(world.asked[1]).toEqual({ songId: idOf(1) })
    expect(world.asked[2]).toEqual({ songId: idOf(2), name: { title: 'Song 2', artist: 'Ann' } })
    expect(world.asked[3]).toEqual({ name: { title: 'Song 3', artist: 'Ann' } })
  })

  test('asks for features by id where the server has a service, and places what it tells', async () => {
    const world = makeWorld({
      songs: [song(0, { songId: idOf(0) }), song(1, { songId: idOf(1) }), song(2), song(3, { songId: idOf(3) })],
      features: new Map<string, AudioFeatures>([
        [idOf(0), sound],
        [idOf(3), { tempoBpm: 100 }],
      ]),
    })
    const outcome = await world.run()
    expect(outcome).toMatchObject({ placedCount: 1, foundCount: 0 })
    expect(outcome.unknown.map(({ title }) => title)).toEqual(['Song 1', 'Song 2', 'Song 3'])
  })

  test('keeps what it knows where that service does not answer, and says so', async () => {
    const world = makeWorld({
      songs: [song(0, { features: sound }), song(1, { songId: idOf(1) })],
      featuresError: new AppError('FEATURES_UNREACHABLE', 'The service does not answer.'),
    })
    expect(await world.run()).toMatchObject({ placedCount: 1, notes: ['A note.', 'The service does not answer.'] })
    expect(world.kept).toHaveLength(1)
  })

  test('keeps nothing where no song is known, so that what was kept before stays', async () => {
    const world = makeWorld({ songs: [song(0), song(1)] })
    expect(await world.run()).toMatchObject({ isKept: false, foundCount: 0, placedCount: 0 })
    expect(world.kept).toEqual([])
  })

  test('waits where the server asks for a pause, and rejects with what went wrong for good, with nothing kept', async () => {
    const limited = () => new AppError('RATE_LIMITED', 'Too many requests.')
    const patient = makeWorld({ songs: [song(0, { features: sound })], lookUpErrors: [limited(), limited()] })
    await patient.run()
    expect(patient.waits).toEqual([5000, 5000])
    const broken = makeWorld({ songs: [song(0)], lookUpErrors: [new AppError('SERVER_UNREACHABLE', 'Gone.')] })
    await expect(broken.run()).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' })
    expect(broken.kept).toEqual([])
  })

  test('goes through its steps in batches, each with how far it is, and stops with nothing kept when asked to', async () => {
    const songs = Array.from({ length: 2500 }, (_, number) => song(number, { features: sound }))
    const world = makeWorld({ songs })
    expect(await world.run()).toMatchObject({ placedCount: 2500 })
    expect(world.written[0]?.rowCount).toBe(2500)
    expect([...new Set(world.steps.map(([step]) => step))]).toEqual(['reading', 'lookingUp', 'placing', 'keeping'])
    expect(world.steps.filter(([step]) => step === 'placing')).toHaveLength(10)
    const stopped = makeWorld({ songs, lookUpErrors: [] })
    stopped.controller.abort(new Error('enough'))
    await expect(stopped.run()).rejects.toThrow('enough')
    expect(stopped.kept).toEqual([])
  })
})
