import 'server-only'

import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

import type { MapDescription, MapTile } from '@/lib/contracts/map-api'
import { AppError } from '@/lib/core/app-error'
import { fitMapProjection, placeOnMap } from '@/lib/core/songs/map-projection'
import { songAt } from '@/lib/core/songs/song-at'
import type { SongIndex } from '@/lib/core/songs/song-index'
import { buildSongMap, encodeSongMap, songsPerTile } from '@/lib/core/songs/song-map'
import type { MoodWord } from '@/lib/core/state/labels'

import { loadSongIndex } from './load-song-index'
import { readMoodVectors } from './read-mood-vectors'

const mapIdLength = 16

/** How long what lies behind an address with a mapId may be kept: for ever. */
export const immutableCache = 'public, max-age=31536000, immutable'

/** The map of the songs as it is served. */
export type ServedMap = {
  readonly description: MapDescription
  /** The songs' places as `encodeSongMap` writes them, gzipped once: Next would do it for each reply, and not for bytes. */
  readonly gzipped: Uint8Array<ArrayBuffer>
  /** The names of a tile's songs; throws NOT_FOUND beyond the last tile. */
  tile(tile: number): MapTile
}

declare global {
  // On globalThis, because the bundler may give each route a copy of this module.
  var attuneSongMap: Promise<ServedMap> | undefined
}

/** Returns the map of the songs, made at the first call of a process; a failed making is tried again at the next. */
export function loadSongMap(): Promise<ServedMap> {
  globalThis.attuneSongMap ??= makeMap().catch((error: unknown) => {
    globalThis.attuneSongMap = undefined
    throw error
  })
  return globalThis.attuneSongMap
}

async function makeMap(): Promise<ServedMap> {
  const songIndex = await loadSongIndex()
  return serveMap(songIndex, await readMoodVectors(songIndex.spaceId))
}

/** Makes the map of an index, with the places of mood words. */
export async function serveMap(songIndex: SongIndex, moodVectors: ReadonlyMap<MoodWord, readonly number[]>): Promise<ServedMap> {
  const projection = fitMapProjection(songIndex)
  const map = buildSongMap(songIndex, projection)
  const bytes = encodeSongMap(map)
  const gzipped = Uint8Array.from(await promisify(gzip)(bytes))
  const { songCount, bounds, songPositions } = map
  const { genreFamilies, songCount: catalogueCount } = songIndex
  const described = {
    songCount,
    catalogueCount,
    bounds,
    projection: { weights: [[...projection.weights[0]], [...projection.weights[1]]], offsets: [...projection.offsets] },
    genreFamilies: [...genreFamilies],
    moods: [...moodVectors].map(([mood, vector]) => ({ mood, place: placeOnMap(projection, vector) })),
  } satisfies Omit<MapDescription, 'mapId'>
  const mapId = createHash('sha256').update(bytes).update(JSON.stringify(described)).digest('base64url').slice(0, mapIdLength)
  return {
    description: { mapId, ...described },
    gzipped,
    tile: (tile) => {
      const positions = songPositions.subarray(tile * songsPerTile, (tile + 1) * songsPerTile)
      if (positions.length === 0) throw new AppError('NOT_FOUND', `The map has ${songCount} songs; there is no tile ${tile}.`)
      return { songs: Array.from(positions, (position) => namesOf(songIndex, position)) }
    },
  }
}

function namesOf(songIndex: SongIndex, songPosition: number): MapTile['songs'][number] {
  const { songId, title, artists, genreFamily, releaseYear, moodValence, moodArousal } = songAt(songIndex, songPosition)
  return {
    songId,
    title,
    artists: [...artists],
    ...(genreFamily === undefined ? {} : { genreFamily }),
    ...(releaseYear === undefined ? {} : { releaseYear }),
    ...(moodValence === undefined ? {} : { moodValence }),
    ...(moodArousal === undefined ? {} : { moodArousal }),
  }
}

/** The map with this id; throws NOT_FOUND where the server has another one since then. */
export async function loadSongMapOf(mapId: string): Promise<ServedMap> {
  const map = await loadSongMap()
  if (map.description.mapId !== mapId) throw new AppError('NOT_FOUND', 'The map of the songs is another one by now: load the page again.')
  return map
}
