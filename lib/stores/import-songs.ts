import type { Library } from '@/lib/contracts/library-api'
import { AppError } from '@/lib/core/app-error'
import { hasSound, type ImportedSong } from '@/lib/core/songs/imported-song'
import { songOfImport } from '@/lib/core/songs/placed-song-of'
import type { SongReader } from '@/lib/formats/songs/song-reader'
import type { Inference } from '@/lib/inference/inference'

import type { LibraryClient } from './library-client'

/** What an import is doing, in this order. */
export type ImportStep = 'reading' | 'lookingUp' | 'asking' | 'placing' | 'keeping'

/** A song of which nothing is known but what it is called. */
export type UnknownSong = Pick<ImportedSong, 'songId' | 'title' | 'artists'>

/** What came of an import. */
export type ImportOutcome = {
  /** What the server keeps now. */
  readonly library: Library
  /** Songs in the files, each once. */
  readonly songCount: number
  /** Songs that the catalogue has. */
  readonly foundCount: number
  /** Songs with a place of their own, from their features. */
  readonly placedCount: number
  readonly unknown: readonly UnknownSong[]
  readonly notes: readonly string[]
  /** Whether anything was kept: where no song is known, what was kept before stays. */
  readonly isKept: boolean
}

/** What an import is done with. */
export type ImportDeps = {
  readonly reader: Pick<SongReader, 'read' | 'songs' | 'learn' | 'write'>
  readonly client: Pick<LibraryClient, 'read' | 'lookUp' | 'features' | 'keep'>
  readonly embedSongs: Inference['embedSongs']
  readonly wait: (durationMs: number) => Promise<void>
}

/** How an import is followed and stopped. */
export type ImportOptions = {
  readonly onStep: (step: ImportStep, doneShare: number) => void
  readonly signal: AbortSignal
}

/** As many as the contracts let through at once (a test compares them); here, because the contracts come with the first reply. */
export const songsPerLookUp = 1000
export const songsPerFeatures = 200
/** Few enough that the page and the other models get their turn every tenth of a second. */
const songsPerPlacing = 256
/** The server lets so many requests through a minute; a large import meets that limit and waits for a while. */
const pause = { durationMs: 5_000, limit: 24 } as const

/**
 * Imports music: reads files, looks every song up in the catalogue (by id, then by title and artist), asks for features of songs without any
 * where the server has a service for that, gives songs with features a place by the song tower, and has the server keep ids, names and
 * vectors. Rejects with an AppError, or with the signal's reason; until the last step nothing is kept.
 */
export async function importSongs(deps: ImportDeps, files: readonly File[], { onStep, signal }: ImportOptions): Promise<ImportOutcome> {
  const { reader, client } = deps
  onStep('reading', 0)
  const { songCount, notes } = await reader.read(files, { signal, onProgress: (doneShare) => onStep('reading', doneShare) })
  const sorted = await lookUp(deps, songCount, { onStep, signal })
  const before = await client.read()
  const asked = before.featureHost === undefined ? undefined : await askForFeatures(deps, sorted.silent, { onStep, signal })
  const places = [...sorted.sounding, ...(asked?.places ?? [])].toSorted((a, b) => a - b)
  const placed = await placeSongs(deps, places, { onStep, signal })
  const known = new Set(places)
  const unknown = await unknownSongs(
    reader,
    sorted.silent.filter(({ place }) => !known.has(place)),
  )
  const catalogueSongIds = [...new Set(sorted.catalogueSongIds)]
  const isKept = catalogueSongIds.length > 0 || placed !== undefined
  signal.throwIfAborted()
  onStep('keeping', 0)
  const library = isKept ? await patiently(deps, signal, () => client.keep({ catalogueSongIds }, placed, signal)) : before
  onStep('keeping', 1)
  return {
    library,
    songCount,
    foundCount: sorted.catalogueSongIds.length,
    placedCount: places.length,
    unknown,
    notes: [...notes, ...(asked?.notes ?? [])],
    isKept,
  }
}

/** A song that the catalogue lacks and of which the files do not say how it sounds. */
type SilentSong = { readonly place: number; readonly songId?: string }
type Sorted = { readonly catalogueSongIds: string[]; readonly sounding: number[]; readonly silent: SilentSong[] }

async function lookUp(deps: ImportDeps, songCount: number, { onStep, signal }: ImportOptions): Promise<Sorted> {
  const sorted: Sorted = { catalogueSongIds: [], sounding: [], silent: [] }
  for (let start = 0; start < songCount; start += songsPerLookUp) {
    onStep('lookingUp', start / songCount)
    const places = range(start, Math.min(songCount, start + songsPerLookUp))
    const songs = await deps.reader.songs(places)
    const { found } = await patiently(deps, signal, () => deps.client.lookUp({ songs: songs.map(wantedOf) }, signal))
    const idOf = new Map(found.map(({ index, songId }) => [index, songId]))
    songs.forEach((song, index) => {
      const songId = idOf.get(index)
      const place = start + index
      if (songId !== undefined) sorted.catalogueSongIds.push(songId)
      else if (hasSound(song.features)) sorted.sounding.push(place)
      else sorted.silent.push({ place, ...(song.songId === undefined ? {} : { songId: song.songId }) })
    })
  }
  return sorted
}

/** A recording of which is known how it sounds is itself wanted; of another one its name finds the song. */
function wantedOf({ songId, title, artists, features }: ImportedSong) {
  const [artist] = artists
  const isNamed = title !== '' && artist !== undefined && !(songId !== undefined && hasSound(features))
  return { ...(songId === undefined ? {} : { songId }), ...(isNamed ? { name: { title, artist } } : {}) }
}

async function askForFeatures(
  deps: ImportDeps,
  silent: readonly SilentSong[],
  { onStep, signal }: ImportOptions,
): Promise<{ readonly places: readonly number[]; readonly notes: readonly string[] }> {
  const placeOf = new Map(silent.flatMap(({ place, songId }) => (songId === undefined ? [] : [[songId, place] as const])))
  const songIds = [...placeOf.keys()]
  const places: number[] = []
  for (let start = 0; start < songIds.length; start += songsPerFeatures) {
    onStep('asking', start / songIds.length)
    try {
      const { songs } = await patiently(deps, signal, () => deps.client.features(songIds.slice(start, start + songsPerFeatures), signal))
      const learned = songs.flatMap(({ songId, features }) => {
        const place = placeOf.get(songId)
        return place === undefined || !hasSound(features) ? [] : [{ place, features }]
      })
      await deps.reader.learn(learned)
      places.push(...learned.map(({ place }) => place))
    } catch (error) {
      // What the catalogue has and the files tell is kept all the same.
      if (error instanceof AppError && error.code === 'FEATURES_UNREACHABLE') return { places, notes: [error.message] }
      throw error
    }
  }
  return { places, notes: [] }
}

async function placeSongs(deps: ImportDeps, places: readonly number[], { onStep, signal }: ImportOptions): Promise<Uint8Array | undefined> {
  const vectors: Float32Array[] = []
  let spaceId: string | undefined
  for (let start = 0; start < places.length; start += songsPerPlacing) {
    signal.throwIfAborted()
    onStep('placing', start / places.length)
    const songs = await deps.reader.songs(places.slice(start, start + songsPerPlacing))
    const embedding = await deps.embedSongs(songs.map(songOfImport))
    spaceId = embedding.spaceId
    vectors.push(embedding.vectors)
  }
  return spaceId === undefined ? undefined : deps.reader.write({ spaceId, places, vectors })
}

async function unknownSongs(reader: ImportDeps['reader'], silent: readonly SilentSong[]): Promise<readonly UnknownSong[]> {
  const unknown: UnknownSong[] = []
  for (let start = 0; start < silent.length; start += songsPerLookUp) {
    const songs = await reader.songs(silent.slice(start, start + songsPerLookUp).map(({ place }) => place))
    unknown.push(...songs.map(({ songId, title, artists }) => ({ title, artists, ...(songId === undefined ? {} : { songId }) })))
  }
  return unknown
}

/** Asks again after a while where the server asks for one. */
async function patiently<Reply>({ wait }: Pick<ImportDeps, 'wait'>, signal: AbortSignal, ask: () => Promise<Reply>): Promise<Reply> {
  for (let pauseCount = 0; ; pauseCount++) {
    signal.throwIfAborted()
    try {
      return await ask()
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof AppError) || error.code !== 'RATE_LIMITED' || pauseCount === pause.limit) throw error
    }
    await wait(pause.durationMs)
  }
}

function range(start: number, end: number): readonly number[] {
  return Array.from({ length: end - start }, (_, index) => start + index)
}
