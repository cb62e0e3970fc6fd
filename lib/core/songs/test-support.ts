import { cosineOf } from './cosine-of'
import { planPlaylist, type PlannedPlaylist, type PlanWishes } from './plan-playlist'
import { scanTwoSimilarities } from './scan-similarities'
import type { NumberField, SongIndex } from './song-index'
import { createSongKeys } from './song-keys-of'
import { writeSongIndex, type PlacedSong } from './write-song-index'

/** A song as a test makes it up; a number that is left out is missing. */
export type MadeUpSong = {
  readonly songId: string
  readonly title: string
  readonly artists: string
  readonly artistGenres?: readonly string[]
  readonly genreFamily?: string
  readonly vector: readonly number[]
  readonly numbers?: Readonly<Partial<Record<Exclude<NumberField, 'genreFamily'>, number>>>
}

/** Writes made-up songs as a song index file. */
export function writeMadeUpIndex(
  madeUp: readonly MadeUpSong[],
  options: { readonly isExact?: boolean; readonly isLarge?: boolean } = {},
): Uint8Array {
  return writeSongIndex(madeUp.map(toPlacedSong), 'made-up', options)
}

/** Returns a made-up song as the product has songs. */
export function toPlacedSong({ songId, title, artists, artistGenres = [], genreFamily, vector, numbers = {} }: MadeUpSong): PlacedSong {
  const { releaseYear, isExplicit, popularity, durationMs, moodValence, moodArousal, ...features } = numbers
  const fields = { releaseYear, popularity, durationMs, moodValence, moodArousal, genreFamily }
  const present = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
  return {
    vector,
    song: {
      songId,
      title,
      artists: artists.split('; '),
      artistGenres,
      features,
      ...present,
      ...(isExplicit === undefined ? {} : { isExplicit: isExplicit === 1 }),
    },
  }
}

/** Returns a made-up Spotify id that sorts by its number. */
export function madeUpId(number: number): string {
  return String(number).padStart(22, '0')
}

/** Returns a generator of numbers 0..1 (1 excluded) from a seed: the linear congruence of Numerical Recipes. */
export function seededNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
}

/** Returns a made-up unit vector. */
export function madeUpVector(random: () => number, dims = 128): number[] {
  const values = Array.from({ length: dims }, () => random() + random() + random() - 1.5)
  const length = Math.hypot(...values)
  return values.map((value) => value / length)
}

/** Returns a made-up catalogue: `songsPerArtist` songs of each artist, with sound that follows the first two dimensions of their vectors. */
export function madeUpSongs(songCount: number, options: { readonly seed?: number; readonly songsPerArtist?: number } = {}): MadeUpSong[] {
  const random = seededNumbers(options.seed ?? 1)
  return Array.from({ length: songCount }, (_, number) => {
    const vector = madeUpVector(random)
    const lean = Math.min(1, Math.max(0, 0.5 + 3 * (vector[0] ?? 0)))
    return {
      songId: madeUpId(number),
      title: `Song ${number}`,
      artists: `Artist ${Math.floor(number / (options.songsPerArtist ?? 3))}`,
      artistGenres: number % 4 === 0 ? [] : ['indie', `genre ${number % 7}`],
      vector,
      ...(number % 5 === 0 ? {} : { genreFamily: number % 2 === 0 ? 'rock' : 'folk' }),
      numbers: {
        durationMs: 60_000 + Math.floor(random() * 200_000),
        energy: lean,
        valence: random(),
        acousticness: 1 - lean,
        tempoBpm: 70 + 110 * random(),
        loudnessDb: -20 + 15 * lean,
        ...(number % 3 === 0 ? {} : { popularity: Math.floor(random() * 100), releaseYear: 1960 + (number % 60) }),
        ...(number % 2 === 0 ? {} : { isExplicit: number % 4 === 1 ? 1 : 0 }),
      },
    }
  })
}

/** Plans a playlist over an index as the server does, with the plain scan in the place of the workers'. */
export function planOver({
  songIndex,
  stateVector,
  goalVector,
  librarySongIds = [],
  own,
  ...wishes
}: Partial<PlanWishes> & {
  readonly songIndex: SongIndex
  readonly stateVector: ArrayLike<number>
  readonly goalVector: ArrayLike<number>
  readonly librarySongIds?: readonly string[]
  readonly own?: SongIndex
}): PlannedPlaylist {
  const scanned = (index: SongIndex) => {
    const [toState, toGoal] = scanTwoSimilarities(index, stateVector, goalVector)
    return { songIndex: index, toState, toGoal }
  }
  return planPlaylist({
    sources: [scanned(songIndex), ...(own === undefined ? [] : [{ ...scanned(own), isLibrary: true }])],
    keys: createSongKeys(),
    pathCosine: stateVector === goalVector ? 1 : cosineOf(stateVector, goalVector),
    wishes: { songCount: 25, ...wishes },
    librarySongIds,
  })
}
