import { featureNames, featuresOf } from '@/lib/core/songs/features-of'
import type { AudioFeatures } from '@/lib/core/songs/song'

import { parseNumber } from '../csv-layout'
import { countedChunks } from '../recording-format'
import type { SourceFile } from '../source-file'

import { parseRows, readCsvRows } from './read-csv-rows'
import { artistsIn, durationIn, durationOf, flagIn, genresIn, lineOf, popularityOf, present, spotifyIdIn, yearIn } from './song-fields'
import type { FoundSong, SongContext, SongFormat } from './song-format'

/** What a column of a table of songs may hold. */
type SongColumn =
  | keyof AudioFeatures
  | 'id'
  | 'title'
  | 'artists'
  | 'artistUris'
  | 'durationMs'
  | 'duration'
  | 'date'
  | 'explicit'
  | 'popularity'
  | 'genres'
  | 'type'

/** The words over each column, in the exports that were seen; the better one first. */
const columnWords: Readonly<Record<SongColumn, readonly string[]>> = {
  id: [
    'track uri',
    'track id',
    'spotify uri',
    'spotify track uri',
    'spotify - id',
    'spotify id',
    'spotify track id',
    'spotify url',
    'uri',
    'url',
    'link',
    'id',
  ],
  title: ['track name', 'title', 'song title', 'track title', 'song name', 'name', 'song', 'track'],
  artists: ['artist name(s)', 'artist name', 'artist names', 'artists', 'artist', 'artist(s)', 'track artist', 'performer'],
  artistUris: ['artist uri(s)'],
  durationMs: ['duration (ms)', 'track duration (ms)', 'duration ms'],
  duration: ['duration', 'length', 'time', 'track duration'],
  date: ['release date', 'album release date', 'release year', 'year'],
  explicit: ['explicit'],
  popularity: ['popularity'],
  genres: ['genres', 'artist genres', 'genre'],
  type: ['type'],
  danceability: ['danceability', 'dance'],
  energy: ['energy'],
  valence: ['valence'],
  acousticness: ['acousticness', 'acoustic'],
  instrumentalness: ['instrumentalness', 'instrumental'],
  speechiness: ['speechiness', 'speech'],
  liveness: ['liveness', 'live'],
  tempoBpm: ['tempo', 'bpm', 'tempo (bpm)'],
  loudnessDb: ['loudness', 'loudness (db)', 'loudness db'],
  key: ['key'],
  mode: ['mode'],
}

/** The features that some tables write in percent. */
const shareFeatures = ['danceability', 'energy', 'valence', 'acousticness', 'instrumentalness', 'speechiness', 'liveness'] as const

/** A table of songs as its first bytes show it. */
type SongTable = {
  readonly delimiter: string
  /** The words over the columns as they stand. */
  readonly columnNames: readonly string[]
  /** Where each known column is. */
  readonly places: Readonly<Partial<Record<SongColumn, number>>>
  readonly percentFeatures: ReadonlySet<keyof AudioFeatures>
  /** Whether every row has as many cells as the header, as rows of a table have and lines of prose have not. */
  readonly isEven: boolean
}

const sampledRowCount = 50
/** Spreadsheets may put a line that names the delimiter before the header. */
const toldDelimiter = /^"?sep=.?"?$/i
/** Albums and artists that one follows stand in TuneMyMusic's table as well. */
const songTypes = /^(favorite|favourite|playlist|track|song)?s?$/i

const tables = new WeakMap<Uint8Array, SongTable | undefined>()

/** A file's table of songs, told once; undefined where it is none. */
function songTableOf({ head }: SourceFile): SongTable | undefined {
  if (!tables.has(head)) tables.set(head, describeTable(head))
  return tables.get(head)
}

/** The names of a text's columns, for people to be told what was found; empty where it has not two. */
export function columnNamesOf({ head }: SourceFile): readonly string[] {
  const table = likeliestTable(head)
  return table === undefined || !table.isEven || table.columnNames.length < 2
    ? []
    : table.columnNames.map(lineOf).filter((name) => name !== '')
}

function describeTable(head: Uint8Array): SongTable | undefined {
  const table = likeliestTable(head)
  if (table === undefined) return undefined
  const { id, title, artists } = table.places
  return id !== undefined || (title !== undefined && artists !== undefined) ? table : undefined
}

/** Of the delimiters the one with which the header names most columns that are known. */
function likeliestTable(head: Uint8Array): SongTable | undefined {
  if (head.includes(0)) return undefined
  const text = new TextDecoder().decode(head)
  if (/^\s*[<{[]/.test(text)) return undefined
  const candidates = [',', ';', '\t'].map((delimiter) => tableWith(text, delimiter))
  return candidates.toSorted(
    (a, b) => Object.keys(b.places).length - Object.keys(a.places).length || b.columnNames.length - a.columnNames.length,
  )[0]
}

function tableWith(text: string, delimiter: string): SongTable {
  const rows = parseRows(text, delimiter, sampledRowCount).filter((row) => !toldDelimiter.test(row.join(delimiter)))
  const [columnNames = [], ...samples] = rows
  const words = columnNames.map((name) =>
    name
      .toLowerCase()
      .replaceAll(/[\s_\uFEFF]+/g, ' ')
      .trim(),
  )
  const found = Object.entries(columnWords).flatMap(([column, names]) => {
    const place = names.map((name) => words.indexOf(name)).find((index) => index >= 0 && (column !== 'id' || holdsIds(samples, index)))
    return place === undefined ? [] : [[column, place] as const]
  })
  const places: SongTable['places'] = Object.fromEntries(found)
  const percentFeatures = shareFeatures.filter((feature) => {
    const place = places[feature]
    return place !== undefined && samples.some((row) => (numberOf(row[place], delimiter) ?? 0) > 1)
  })
  // The last of the rows may be cut.
  const isEven = samples.slice(0, Math.max(1, samples.length - 1)).every(({ length }) => length === columnNames.length)
  return { delimiter, columnNames, places, percentFeatures: new Set(percentFeatures), isEven }
}

/** A column called 'id' or 'url' may hold anything: most of its cells have to be a song's id, if there are any rows at all. */
function holdsIds(rows: readonly (readonly string[])[], column: number): boolean {
  const cells = rows.slice(0, -1).map((row) => row[column] ?? '')
  const filled = (cells.length > 0 ? cells : rows.map((row) => row[column] ?? '')).filter((cell) => cell.trim() !== '')
  return filled.filter((cell) => spotifyIdIn(cell) !== undefined || cell.startsWith('spotify:')).length >= filled.length / 2
}

function numberOf(cell: string | undefined, delimiter: string): number | undefined {
  return parseNumber((cell ?? '').trim(), delimiter !== ',')
}

async function readTable(file: SourceFile, context: SongContext): Promise<void> {
  const table = songTableOf(file)
  if (table === undefined) return
  let isHeaderSeen = false
  for await (const rows of readCsvRows(countedChunks(file, context), table.delimiter)) {
    for (const row of rows) {
      if (toldDelimiter.test(row.join(table.delimiter))) continue
      if (!isHeaderSeen) {
        isHeaderSeen = true
        continue
      }
      const song = songOfRow(row, table)
      if (song === undefined) context.onOther()
      else context.onSong(song)
    }
  }
}

function songOfRow(row: readonly string[], { places, delimiter, percentFeatures }: SongTable): FoundSong | undefined {
  const textOf = (column: SongColumn): string => {
    const place = places[column]
    return place === undefined ? '' : (row[place] ?? '')
  }
  if (!songTypes.test(textOf('type').trim()) || /^spotify:(episode|show|album|artist)/.test(textOf('id'))) return undefined
  const values = featureNames.flatMap((name) => {
    const place = places[name]
    const value = place === undefined ? undefined : featureIn(name, row[place] ?? '', delimiter)
    return value === undefined ? [] : [[name, percentFeatures.has(name) ? value / 100 : value] as const]
  })
  const songId = spotifyIdIn(textOf('id'))
  const title = lineOf(textOf('title'))
  const artists = artistsOfRow(textOf('artists'), textOf('artistUris'))
  if (songId === undefined && (title === '' || artists.length === 0)) return undefined
  return {
    title,
    artists,
    artistGenres: genresIn(textOf('genres')),
    features: featuresOf(Object.fromEntries(values)),
    ...present({
      songId,
      durationMs: durationOf(numberOf(textOf('durationMs'), delimiter) ?? Number.NaN) ?? durationIn(textOf('duration')),
      releaseYear: yearIn(textOf('date')),
      isExplicit: flagIn(textOf('explicit')),
      popularity: popularityOf(numberOf(textOf('popularity'), delimiter) ?? Number.NaN),
    }),
  }
}

function featureIn(name: keyof AudioFeatures, cell: string, delimiter: string): number | undefined {
  if (name === 'mode' && /^\s*(major|minor)\s*$/i.test(cell)) return /major/i.test(cell) ? 1 : 0
  return numberOf(cell.replace(/\s*%\s*$/, ''), delimiter)
}

/** Names between commas are parted where as many links of artists stand beside them. */
function artistsOfRow(credit: string, uris: string): readonly string[] {
  const uriCount = uris.split(',').filter((uri) => uri.trim() !== '').length
  const parted = artistsIn(credit, true)
  return uriCount > 1 && parted.length === uriCount ? parted : artistsIn(credit)
}

/** Makes a format that is a table of songs with certain words in its header. */
function tableOfSongs(formatName: string, isOwn: (words: readonly string[]) => boolean): SongFormat {
  return {
    formatName,
    recognises: (file) => {
      const table = songTableOf(file)
      return table !== undefined && isOwn(table.columnNames.map((name) => lineOf(name).toLowerCase()))
    },
    read: readTable,
  }
}

/**
 * Exportify: of exportify.net as it was in 2024 ('Track ID', commas between artists) and is since 2025 ('Track URI', semicolons), both with
 * audio features, and of exportify.app (all quoted, with links of artists, without features).
 */
export const exportify = tableOfSongs(
  'Exportify',
  (words) =>
    words.includes('artist name(s)') && (words.includes('track uri') || words.includes('track id') || words.includes('spotify uri')),
)

/** TuneMyMusic: 'Track name, Artist name, Album, Playlist name, Type, ISRC, Spotify - id', the last in some versions. */
export const tuneMyMusic = tableOfSongs(
  'TuneMyMusic',
  (words) => words.includes('track name') && words.includes('artist name') && words.includes('playlist name') && words.includes('type'),
)

/** Any other table with a column of titles and one of artists, or one of Spotify ids; Attune's own export is one. */
export const plainSongTable = tableOfSongs('a CSV with titles and artists', () => true)
