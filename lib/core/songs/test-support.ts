import { numberFields, songIndexMagic, songIndexVersion, type NumberField } from './song-index'

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

const missingCode = 0xffffffff
/** Every number column of a made-up index has this step, from `columnMin` on. */
const columnStep = 0.001
const columnMin = -100

function align(size: number): number {
  return Math.ceil(size / 8) * 8
}

function joined(texts: readonly string[]): { bytes: Uint8Array; offsets: Uint32Array } {
  const encoded = texts.map((text) => new TextEncoder().encode(text))
  const offsets = new Uint32Array(texts.length + 1)
  encoded.forEach((bytes, index) => (offsets[index + 1] = (offsets[index] ?? 0) + bytes.length))
  const bytes = new Uint8Array(offsets.at(-1) ?? 0)
  encoded.forEach((part, index) => bytes.set(part, offsets[index]))
  return { bytes, offsets }
}

/** Writes a song index file from made-up songs, as training/song_space/build_index.py does; the songs are put in the order of their ids. */
export function writeSongIndex(madeUp: readonly MadeUpSong[], spaceId = 'made-up'): Uint8Array {
  const songs = [...madeUp].sort((a, b) => (a.songId < b.songId ? -1 : 1))
  const dims = songs[0]?.vector.length ?? 0
  const families = [...new Set(songs.flatMap((song) => song.genreFamily ?? []))].sort()
  const genres = [...new Set(songs.flatMap((song) => song.artistGenres ?? []))].sort()
  const credits = [...new Set(songs.map((song) => song.artists))].sort()
  const codes = songs.map(({ vector }) => {
    const peak = Math.max(...vector.map(Math.abs))
    return vector.map((value) => Math.round((value / peak) * 127))
  })
  const titles = joined(songs.map((song) => song.title))
  const creditTexts = joined(credits)
  const genreOffsets = new Uint32Array(songs.length + 1)
  songs.forEach((song, index) => (genreOffsets[index + 1] = (genreOffsets[index] ?? 0) + (song.artistGenres?.length ?? 0)))
  const column = (field: NumberField): Uint32Array =>
    Uint32Array.from(songs, (song) => {
      const value =
        field === 'genreFamily' ? (song.genreFamily === undefined ? undefined : families.indexOf(song.genreFamily)) : song.numbers?.[field]
      return value === undefined ? missingCode : Math.round(field === 'genreFamily' ? value : (value - columnMin) / columnStep)
    })
  const arrays: Record<string, Int8Array | Uint8Array | Uint16Array | Uint32Array | Float32Array> = {
    vectors: Int8Array.from(codes.flat()),
    scales: Float32Array.from(codes, (row) => 1 / Math.hypot(...row)),
    songIds: new TextEncoder().encode(songs.map((song) => song.songId).join('')),
    titleText: titles.bytes,
    titleOffsets: titles.offsets,
    creditText: creditTexts.bytes,
    creditOffsets: creditTexts.offsets,
    creditIndexes: Uint32Array.from(songs, (song) => credits.indexOf(song.artists)),
    artistGenreIndexes: Uint16Array.from(songs.flatMap((song) => (song.artistGenres ?? []).map((genre) => genres.indexOf(genre)))),
    artistGenreOffsets: genreOffsets,
    ...Object.fromEntries(numberFields.map((field) => [field, column(field)])),
  }
  const dtypeOf = (array: object) => array.constructor.name.replace('Array', '').toLowerCase()
  const header = (start: number): string => {
    let offset = start
    const sections = Object.entries(arrays).map(([name, array]) => {
      offset = align(offset)
      const isFamily = name === 'genreFamily'
      const section = { name, dtype: dtypeOf(array), offset, length: array.length }
      offset += array.byteLength
      return (numberFields as readonly string[]).includes(name)
        ? { ...section, min: isFamily ? 0 : columnMin, step: isFamily ? 1 : columnStep, missingCode }
        : section
    })
    return JSON.stringify({ spaceId, genreFamilies: families, artistGenres: genres, sections })
  }
  const headerBytes = align(header(1e9).length)
  const text = header(24 + headerBytes).padEnd(headerBytes)
  const { sections } = JSON.parse(text) as { sections: { name: string; offset: number }[] }
  const last = sections.at(-1)
  const file = new Uint8Array((last?.offset ?? 0) + (arrays[last?.name ?? '']?.byteLength ?? 0))
  file.set(new TextEncoder().encode(songIndexMagic))
  new Uint32Array(file.buffer, 8, 4).set([songIndexVersion, dims, songs.length, headerBytes])
  file.set(new TextEncoder().encode(text), 24)
  for (const { name, offset } of sections) {
    const array = arrays[name]
    if (array !== undefined) file.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), offset)
  }
  return file
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
