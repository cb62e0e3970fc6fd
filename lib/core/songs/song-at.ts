import { decodeUtf8 } from './decode-utf8'
import { featureNames } from './features-of'
import type { AudioFeatures, Song } from './song'
import { numberAt, songIdLength, type SongIndex, type TextColumn } from './song-index'

/** What stands between the artists of one credit. */
const creditSeparator = '; '

/** Decimals kept of a value that was stored as a code; the step of the finest column is 0.001. */
const keptDecimals = 3

function textAt(column: TextColumn, position: number): string {
  return decodeUtf8(column.read(...column.boundsOf(position)))
}

/** Returns the title of the song at a position of the index. */
export function titleAt(songIndex: SongIndex, songPosition: number): string {
  return textAt(songIndex.titles, songPosition)
}

/** Returns the artists of the song at a position of the index, as its source credits them. */
export function artistsAt(songIndex: SongIndex, songPosition: number): readonly string[] {
  return textAt(songIndex.credits, songIndex.creditIndexes[songPosition] ?? 0).split(creditSeparator)
}

/** Returns the Spotify id of the song at a position of the index. */
export function songIdAt(songIndex: SongIndex, songPosition: number): string {
  return decodeUtf8(songIndex.readSongIds(songPosition * songIdLength, (songPosition + 1) * songIdLength))
}

/** Returns the song at a position of the index (0 to songCount - 1), with undefined for each field that the catalogue lacks. */
export function songAt(songIndex: SongIndex, songPosition: number): Song {
  if (!Number.isInteger(songPosition) || songPosition < 0 || songPosition >= songIndex.songCount) {
    throw new RangeError(`Song ${songPosition} was asked for; the index has songs 0 to ${songIndex.songCount - 1}.`)
  }
  const { numbers, artistGenres, genreFamilies } = songIndex
  const features: { -readonly [Feature in keyof AudioFeatures]: AudioFeatures[Feature] } = {}
  for (const field of featureNames) {
    const value = numberAt(numbers[field], songPosition)
    if (value !== undefined) features[field] = Number(value.toFixed(keptDecimals))
  }
  const releaseYear = numberAt(numbers.releaseYear, songPosition)
  const explicitCode = numberAt(numbers.isExplicit, songPosition)
  const familyIndex = numberAt(numbers.genreFamily, songPosition)
  const genreFamily = familyIndex === undefined ? undefined : genreFamilies[familyIndex]
  const popularity = numberAt(numbers.popularity, songPosition)
  const durationMs = numberAt(numbers.durationMs, songPosition)
  const moodValence = numberAt(numbers.moodValence, songPosition)
  const moodArousal = numberAt(numbers.moodArousal, songPosition)
  return {
    songId: songIdAt(songIndex, songPosition),
    title: titleAt(songIndex, songPosition),
    artists: artistsAt(songIndex, songPosition),
    artistGenres: Array.from(songIndex.genreIndexesOf(songPosition), (genreIndex) => artistGenres[genreIndex] ?? ''),
    features,
    ...(releaseYear === undefined ? {} : { releaseYear }),
    ...(explicitCode === undefined ? {} : { isExplicit: explicitCode === 1 }),
    ...(genreFamily === undefined ? {} : { genreFamily }),
    ...(popularity === undefined ? {} : { popularity }),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(moodValence === undefined ? {} : { moodValence: Number(moodValence.toFixed(keptDecimals)) }),
    ...(moodArousal === undefined ? {} : { moodArousal: Number(moodArousal.toFixed(keptDecimals)) }),
  }
}
