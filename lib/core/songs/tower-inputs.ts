import { encodeUtf8 } from './encode-utf8'
import { featureNames as audioFeatures } from './features-of'
import type { Song } from './song'

/** The values of a song that the tower takes as numbers; the tower's manifest says which and in which order. */
export const towerFeatures = [...audioFeatures, 'durationMs', 'releaseYear'] as const
export type TowerFeature = (typeof towerFeatures)[number]

/** What the song tower's manifest says of its inputs. */
export type TowerSpec = {
  readonly featureNames: readonly TowerFeature[]
  readonly genreFamilies: readonly string[]
  readonly tokens: {
    readonly genreBucketCount: number
    readonly titleBucketCount: number
    readonly genreTokenCount: number
    readonly titleTokenCount: number
  }
}

/** A song as the tower sees it. */
export type TowerSong = Pick<Song, 'title' | 'artistGenres' | 'genreFamily' | 'durationMs' | 'releaseYear' | 'features'>

/** The tower's inputs by name: values row by row, and how many to a row. */
export type TowerInputs = Readonly<
  Record<
    'features' | 'featureMask' | 'family' | 'genreTokens' | 'titleTokens',
    { readonly values: Float32Array; readonly columnCount: number }
  >
>

const noToken = -1

/**
 * Turns songs into the inputs of the song tower, as training/song_space/song_inputs.py does, letter by letter: both are held together by
 * tower-parity.json.
 */
export function towerInputs(songs: readonly TowerSong[], { featureNames, genreFamilies, tokens }: TowerSpec): TowerInputs {
  const matrix = (columnCount: number, fill = 0) => ({ values: new Float32Array(songs.length * columnCount).fill(fill), columnCount })
  const inputs = {
    features: matrix(featureNames.length),
    featureMask: matrix(featureNames.length),
    family: matrix(genreFamilies.length),
    genreTokens: matrix(tokens.genreTokenCount, noToken),
    titleTokens: matrix(tokens.titleTokenCount, noToken),
  }
  songs.forEach((song, row) => {
    featureNames.forEach((name, column) => {
      const value = valueOf(song, name)
      if (value === undefined) return
      inputs.features.values[row * featureNames.length + column] = value
      inputs.featureMask.values[row * featureNames.length + column] = 1
    })
    const family = song.genreFamily === undefined ? -1 : genreFamilies.indexOf(song.genreFamily)
    if (family >= 0) inputs.family.values[row * genreFamilies.length + family] = 1
    putBuckets(inputs.genreTokens, row, genreTokens(song.artistGenres), tokens.genreBucketCount)
    putBuckets(inputs.titleTokens, row, new Set(wordsOf(song.title)), tokens.titleBucketCount)
  })
  return inputs
}

function valueOf({ durationMs, releaseYear, features }: TowerSong, name: TowerFeature): number | undefined {
  if (name === 'durationMs') return durationMs
  return name === 'releaseYear' ? releaseYear : features[name]
}

/** Each genre as a whole, '=' before its words, and each of its words. */
function genreTokens(genres: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>()
  for (const genre of genres) {
    const words = wordsOf(genre)
    found.add(`=${words.join(' ')}`)
    for (const word of words) found.add(word)
  }
  return found
}

function putBuckets(
  { values, columnCount }: { readonly values: Float32Array; readonly columnCount: number },
  row: number,
  tokens: ReadonlySet<string>,
  bucketCount: number,
): void {
  const buckets = [...new Set(Array.from(tokens, (token) => fnv1a(token) % bucketCount))].sort((a, b) => a - b)
  buckets.slice(0, columnCount).forEach((bucket, column) => (values[row * columnCount + column] = bucket))
}

/** The words of a text: NFKD without combining marks, lower case, runs of letters and digits. */
function wordsOf(text: string): readonly string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, (mark) => (isCombining(mark) ? '' : mark))
  return plain.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}

const combining = new Map<string, boolean>()

/**
 * Whether a mark has a combining class above 0, as Python's unicodedata.combining tells; vowel signs of some scripts have none and part
 * words. JavaScript does not tell the class, but normalizing sorts marks by it: of two neighbours the one of the lower class above 0 comes first.
 */
function isCombining(mark: string): boolean {
  const known = combining.get(mark)
  if (known !== undefined) return known
  // Classes 1 and 202: a mark between them swaps places with one, a mark above with the other.
  const [overlay, cedilla] = ['\u0334', '\u0327']
  const isAbove = `${mark}${overlay}`.normalize('NFD') !== `${mark}${overlay}`
  const isBelow = `${cedilla}${mark}`.normalize('NFD') !== `${cedilla}${mark}`
  combining.set(mark, isAbove || isBelow)
  return isAbove || isBelow
}

/** FNV-1a, 32 bits (Fowler, Noll, Vo), over the UTF-8 bytes. */
function fnv1a(token: string): number {
  let value = 0x811c9dc5
  for (const byte of encodeUtf8(token)) value = Math.imul(value ^ byte, 0x01000193)
  return value >>> 0
}
