import { encodeUtf8 } from './encode-utf8'
import type { AudioFeatures, Song } from './song'
import { alignmentBytes, numberFields, preambleBytes, songIdLength, songIndexMagic, songIndexVersion, type NumberField } from './song-index'

/** A song and its place in the space: (dims,), of any length above 0. */
export type PlacedSong = { readonly song: Song; readonly vector: ArrayLike<number> }

type Section = Int8Array | Uint8Array | Uint16Array | Uint32Array | Float32Array

/** Each column's smallest value and step, as in COLUMN_CODES of training/song_space/build_index.py; the largest code means missing. */
const columnCodes: Readonly<Record<NumberField, { readonly bits: 8 | 16 | 32; readonly min: number; readonly step: number }>> = {
  releaseYear: { bits: 16, min: 0, step: 1 },
  isExplicit: { bits: 8, min: 0, step: 1 },
  genreFamily: { bits: 8, min: 0, step: 1 },
  popularity: { bits: 8, min: 0, step: 1 },
  durationMs: { bits: 32, min: 0, step: 1 },
  danceability: { bits: 8, min: 0, step: 0.004 },
  energy: { bits: 8, min: 0, step: 0.004 },
  valence: { bits: 8, min: 0, step: 0.004 },
  acousticness: { bits: 8, min: 0, step: 0.004 },
  instrumentalness: { bits: 8, min: 0, step: 0.004 },
  speechiness: { bits: 8, min: 0, step: 0.004 },
  liveness: { bits: 8, min: 0, step: 0.004 },
  tempoBpm: { bits: 16, min: 0, step: 0.01 },
  loudnessDb: { bits: 16, min: -60, step: 0.01 },
  key: { bits: 8, min: 0, step: 1 },
  mode: { bits: 8, min: 0, step: 1 },
  moodValence: { bits: 8, min: 0, step: 0.004 },
  moodArousal: { bits: 8, min: 0, step: 0.004 },
}

/** What stays in the file of a large catalogue, as in LEFT_SECTIONS of training/song_space/build_index.py. */
const leftSections = ['songIds', 'titleText', 'titleOffsets', 'creditText', 'artistGenreIndexes', 'artistGenreOffsets'] as const

const int8Max = 127

function aligned(size: number): number {
  return Math.ceil(size / alignmentBytes) * alignmentBytes
}

function offsetsOf(lengths: readonly number[]): Uint32Array {
  const offsets = new Uint32Array(lengths.length + 1)
  lengths.forEach((length, row) => (offsets[row + 1] = (offsets[row] ?? 0) + length))
  return offsets
}

function textSections(name: string, texts: readonly string[]): Record<string, Section> {
  const encoded = texts.map((text) => encodeUtf8(text))
  const offsets = offsetsOf(encoded.map((bytes) => bytes.length))
  const joined = new Uint8Array(offsets.at(-1) ?? 0)
  encoded.forEach((bytes, row) => joined.set(bytes, offsets[row]))
  return { [`${name}Text`]: joined, [`${name}Offsets`]: offsets }
}

/** Returns the distinct texts in rising order, and where each stands among them. */
function numbered(texts: readonly string[]): { readonly distinct: readonly string[]; readonly indexOf: ReadonlyMap<string, number> } {
  const distinct = [...new Set(texts)].sort()
  return { distinct, indexOf: new Map(distinct.map((text, index) => [text, index])) }
}

function numberOf(song: Song, field: NumberField, familyIndexes: ReadonlyMap<string, number>): number | undefined {
  if (field === 'genreFamily') return song.genreFamily === undefined ? undefined : familyIndexes.get(song.genreFamily)
  if (field === 'isExplicit') return song.isExplicit === undefined ? undefined : Number(song.isExplicit)
  if (field === 'releaseYear' || field === 'popularity' || field === 'durationMs') return song[field]
  if (field === 'moodValence' || field === 'moodArousal') return song[field]
  return song.features[field satisfies keyof AudioFeatures]
}

function column(field: NumberField, values: readonly (number | undefined)[]): Section {
  const { bits, min, step } = columnCodes[field]
  const missingCode = 2 ** bits - 1
  const codes = values.map((value) => {
    if (value === undefined) return missingCode
    const code = Math.round((value - min) / step)
    if (code >= 0 && code < missingCode) return code
    throw new RangeError(`${field} is ${value}; expected ${min} to ${min + (missingCode - 1) * step}.`)
  })
  return bits === 8 ? Uint8Array.from(codes) : bits === 16 ? Uint16Array.from(codes) : Uint32Array.from(codes)
}

/** Rounds a vector to int8 with a scale that makes it of unit length again; throws where it has no direction. */
export function quantizeVector(vector: ArrayLike<number>): { readonly codes: Int8Array; readonly scale: number } {
  let peak = 0
  for (let dim = 0; dim < vector.length; dim++) {
    const size = Math.abs(vector[dim] ?? Number.NaN)
    if (!(size < Number.POSITIVE_INFINITY)) throw new RangeError(`The vector holds ${vector[dim]}; expected finite numbers.`)
    peak = Math.max(peak, size)
  }
  if (peak === 0) throw new RangeError('The vector has no direction: every number is 0.')
  const codes = Int8Array.from(vector, (value) => Math.round((value / peak) * int8Max))
  return { codes, scale: 1 / Math.hypot(...codes) }
}

/**
 * Writes songs as a song index file, in the order of their ids, as training/song_space/build_index.py does; for a listener's own music, and
 * for tests. With `isExact` the float vectors go in behind the part for the memory; with `isLarge` also what a playlist asks of few songs.
 */
export function writeSongIndex(placed: readonly PlacedSong[], spaceId: string, { isExact = false, isLarge = false } = {}): Uint8Array {
  const sorted = [...placed].sort((a, b) => (a.song.songId < b.song.songId ? -1 : 1))
  const songs = sorted.map(({ song }) => song)
  for (const { songId } of songs) {
    if (songId.length !== songIdLength) throw new RangeError(`A song's id is '${songId}'; expected ${songIdLength} characters.`)
  }
  const dims = sorted[0]?.vector.length ?? 0
  const quantized = sorted.map(({ song, vector }) => {
    if (vector.length !== dims) throw new RangeError(`The vector of ${song.songId} has ${vector.length} numbers; expected ${dims}.`)
    return quantizeVector(vector)
  })
  const vectors = new Int8Array(songs.length * dims)
  quantized.forEach(({ codes }, row) => vectors.set(codes, row * dims))
  const families = numbered(songs.flatMap(({ genreFamily }) => genreFamily ?? []))
  const genres = numbered(songs.flatMap(({ artistGenres }) => artistGenres))
  const creditTexts = songs.map(({ artists }) => artists.join('; '))
  const credits = numbered(creditTexts)
  const sections: Record<string, Section> = {
    vectors,
    scales: Float32Array.from(quantized, ({ scale }) => scale),
    songIds: encodeUtf8(songs.map(({ songId }) => songId).join('')),
    ...textSections(
      'title',
      songs.map(({ title }) => title),
    ),
    ...textSections('credit', credits.distinct),
    creditIndexes: Uint32Array.from(creditTexts, (text) => credits.indexOf.get(text) ?? 0),
    artistGenreIndexes: Uint16Array.from(songs.flatMap(({ artistGenres }) => artistGenres.map((genre) => genres.indexOf.get(genre) ?? 0))),
    artistGenreOffsets: offsetsOf(songs.map(({ artistGenres }) => artistGenres.length)),
  }
  for (const field of numberFields) {
    sections[field] = column(
      field,
      songs.map((song) => numberOf(song, field, families.indexOf)),
    )
  }
  const left: Record<string, Section> = {}
  for (const name of isLarge ? leftSections : []) {
    const section = sections[name]
    if (section === undefined) continue
    left[name] = section
    delete sections[name]
  }
  if (isExact) {
    const rows = new Float32Array(songs.length * dims)
    sorted.forEach(({ vector }, row) => {
      const length = Math.hypot(...Array.from(vector))
      for (let dim = 0; dim < dims; dim++) rows[row * dims + dim] = (vector[dim] ?? 0) / length
    })
    left.exactVectors = rows
  }
  return joinSections(
    { spaceId, genreFamilies: families.distinct, artistGenres: genres.distinct },
    { dims, songCount: songs.length },
    sections,
    left,
  )
}

/** Puts a header and its sections together; those of `left` lie behind the part for the memory. */
function joinSections(
  header: { readonly spaceId: string; readonly genreFamilies: readonly string[]; readonly artistGenres: readonly string[] },
  { dims, songCount }: { readonly dims: number; readonly songCount: number },
  resident: Readonly<Record<string, Section>>,
  left: Readonly<Record<string, Section>>,
): Uint8Array {
  const list = (start: number) => {
    let offset = start
    const listed = [...Object.entries(resident), ...Object.entries(left)].map(([name, values]) => {
      const at = aligned(offset)
      offset = at + values.byteLength
      const field = numberFields.find((known) => known === name)
      const code = field === undefined ? {} : codeOf(columnCodes[field])
      return { name, dtype: values.constructor.name.replace('Array', '').toLowerCase(), offset: at, length: values.length, ...code }
    })
    return { listed, endBytes: offset }
  }
  // Offsets depend on the header's length and it on them: twelve digits more for each section is enough for any file.
  const draft = list(0).listed
  const headerBytes =
    aligned(preambleBytes + encodeUtf8(JSON.stringify({ ...header, sections: draft })).length + 12 * draft.length) - preambleBytes
  const { listed, endBytes } = list(preambleBytes + headerBytes)
  const residentBytes = aligned(listed.find(({ name }) => name in left)?.offset ?? endBytes)
  const file = new Uint8Array(Math.max(endBytes, residentBytes))
  file.set(encodeUtf8(songIndexMagic))
  new Uint32Array(file.buffer, songIndexMagic.length, 5).set([songIndexVersion, dims, songCount, headerBytes, residentBytes])
  const text = encodeUtf8(JSON.stringify({ ...header, sections: listed }))
  file.fill(' '.charCodeAt(0), preambleBytes, preambleBytes + headerBytes)
  file.set(text, preambleBytes)
  for (const { name, offset } of listed) {
    const values = resident[name] ?? left[name]
    if (values !== undefined) file.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset)
  }
  return file
}

function codeOf({ bits, min, step }: (typeof columnCodes)[NumberField]) {
  return { min, step, missingCode: 2 ** bits - 1 }
}
