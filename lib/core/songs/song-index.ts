import { featureNames } from './features-of'
import type { ReasonFeature } from './song'

/** First bytes of a song index file, ASCII. */
export const songIndexMagic = 'ATTUNESI'

/** The format that this code reads, and that `write-song-index.ts` and `training/song_space/build_index.py` write. */
export const songIndexVersion = 2

/** Sections begin at multiples of this, so that typed arrays can look into the file without copying. */
export const alignmentBytes = 8

/** magic (8 bytes), then uint32: version, dims, songCount, headerBytes, residentBytes, and one left at 0. */
export const preambleBytes = 32

/** Length of a Spotify id in ASCII bytes. */
export const songIdLength = 22

/** The fields of a song that are numbers, any of which may be missing. */
export const numberFields = [
  'releaseYear',
  'isExplicit',
  'genreFamily',
  'popularity',
  'durationMs',
  ...featureNames,
  'moodValence',
  'moodArousal',
] as const
export type NumberField = (typeof numberFields)[number]

/** One number a song, stored as a code: value = min + code * step, and `missingCode` where there is none. */
export type NumberColumn = {
  readonly codes: Uint8Array | Uint16Array | Uint32Array
  readonly min: number
  readonly step: number
  readonly missingCode: number
}

/** The columns that a file may lack altogether; every song's value is missing then. */
export const optionalNumberFields = ['moodValence', 'moodArousal'] as const satisfies readonly NumberField[]

/** Reads bytes from `start` on, up to and without `end`; of a long column they stay in the file until they are asked for. */
export type ReadBytes = (start: number, end: number) => Uint8Array

/** Texts one behind another in UTF-8; `boundsOf` a row are the byte where its text begins and the one behind its end. */
export type TextColumn = {
  readonly read: ReadBytes
  readonly rowCount: number
  readonly boundsOf: (row: number) => readonly [start: number, end: number]
}

/**
 * The searchable catalogue, opened from its file: typed arrays that are views of the file's bytes.
 *
 * A song's vector is `vectors[i * dims .. (i + 1) * dims] * scales[i]`, of unit length.
 */
export type SongIndex = {
  /** The training run whose space the vectors lie in; equal to the state fusion's `weightsSha256`. */
  readonly spaceId: string
  readonly songCount: number
  readonly dims: number
  /** (songCount * dims,) row by row */
  readonly vectors: Int8Array
  /** (songCount,) above 0 */
  readonly scales: Float32Array
  /** Returns the vector (dims,) of a song before it was rounded to int8; absent where the file came without. It may stay in the file. */
  readonly exactVector?: (songPosition: number) => Float32Array
  /** Reads of the (songCount * 22,) bytes of all ids, ASCII, in rising order. */
  readonly readSongIds: ReadBytes
  readonly titles: TextColumn
  /** Distinct credits; the artists of one stand between '; '. */
  readonly credits: TextColumn
  /** (songCount,) position in `credits` */
  readonly creditIndexes: Uint32Array
  readonly artistGenres: readonly string[]
  /** Positions in `artistGenres` of a song's genres. */
  readonly genreIndexesOf: (songPosition: number) => Uint16Array
  readonly genreFamilies: readonly string[]
  readonly numbers: Readonly<Record<NumberField, NumberColumn>>
  /** For each feature and each code of its column, 0..1: the share of songs with a lower value, half of the equal ones counted. */
  readonly percentiles: Readonly<Record<ReasonFeature, Float32Array>>
}

/** Returns a song's number, or undefined where the catalogue has none. */
export function numberAt(column: NumberColumn, songPosition: number): number | undefined {
  const code = column.codes[songPosition]
  return code === undefined || code === column.missingCode ? undefined : column.min + code * column.step
}
