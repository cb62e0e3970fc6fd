import { gunzipSync } from 'node:zlib'

import { NextRequest } from 'next/server'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'

import { mapSchema, mapTileSchema, type MapDescription } from '@/lib/contracts/map-api'
import { errorReplySchema } from '@/lib/contracts/playlist-api'
import { placeOnMap } from '@/lib/core/songs/map-projection'
import { decodeSongMap, songPlace, songsPerTile } from '@/lib/core/songs/song-map'
import { moodWords } from '@/lib/core/state/labels'
import { loadSongSearch } from '@/lib/server/songs/load-song-search'

import { GET as getTile } from './[mapId]/tiles/[tile]/route'
import { GET as getSongs } from './[mapId]/songs/route'
import { GET as getMap } from './route'

const requestOf = (path: string, headers: Record<string, string> = {}) =>
  new NextRequest(`http://127.0.0.1:3000/api/map${path}`, { headers })
const songsOf = (mapId: string) => getSongs(requestOf(`/${mapId}/songs`), { params: Promise.resolve({ mapId }) })
const tileOf = (mapId: string, tile: string) => getTile(requestOf(`/${mapId}/tiles/${tile}`), { params: Promise.resolve({ mapId, tile }) })

let map: MapDescription
beforeAll(async () => {
  map = mapSchema.parse(await (await getMap(requestOf(''))).json())
}, 60_000)
afterAll(async () => {
  await (await loadSongSearch()).close()
  globalThis.attuneSongSearch = undefined
  globalThis.attuneSongMap = undefined
  globalThis.attuneRateLimiters = undefined
  vi.restoreAllMocks()
})

test('the map of the shipped catalogue has every song and every mood word, each mood where its songs are', () => {
  expect(map.songCount).toBe(map.catalogueCount)
  expect(map.moods.map(({ mood }) => mood)).toEqual([...moodWords])
  const placeOf = (word: (typeof moodWords)[number]) =>
    map.moods.find(({ mood }) => mood === word)?.place ?? { x: Number.NaN, y: Number.NaN }
  for (const pleasant of ['happy', 'calm', 'tender'] as const) {
    for (const unpleasant of ['sad', 'angry', 'anxious'] as const) expect(placeOf(pleasant).x).toBeGreaterThan(placeOf(unpleasant).x)
  }
  for (const energetic of ['happy', 'excited', 'angry'] as const) {
    for (const quiet of ['calm', 'sad', 'tired'] as const) expect(placeOf(energetic).y).toBeGreaterThan(placeOf(quiet).y)
  }
  const { minX, maxX, minY, maxY } = map.bounds
  for (const { place } of map.moods) {
    expect(place.x > minX && place.x < maxX && place.y > minY && place.y < maxY).toBe(true)
  }
})

test('the description is asked again and not sent again', async () => {
  const first = await getMap(requestOf(''))
  expect(first.headers.get('cache-control')).toBe('no-cache')
  const again = await getMap(requestOf('', { 'if-none-match': first.headers.get('etag') ?? '' }))
  expect(again.status).toBe(304)
})

test('the places of all songs come in less than 250 kB and stay cached', async () => {
  const response = await songsOf(map.mapId)
  expect(response.headers.get('cache-control')).toContain('immutable')
  const packed = new Uint8Array(await response.arrayBuffer())
  expect(packed.length).toBeLessThan(250_000)
  const { songCount } = decodeSongMap(gunzipSync(packed), map.songCount, map.bounds)
  expect(songCount).toBe(map.songCount)
})

test('a tile names the songs in the order of their places', async () => {
  const tile = 100
  const { songs } = mapTileSchema.parse(await (await tileOf(map.mapId, String(tile))).json())
  expect(songs).toHaveLength(songsPerTile)
  const places = decodeSongMap(gunzipSync(new Uint8Array(await (await songsOf(map.mapId)).arrayBuffer())), map.songCount, map.bounds)
  const { songIndex } = await loadSongSearch()
  const { findSongPosition } = await import('@/lib/core/songs/find-song-position')
  for (const [index, { songId }] of songs.entries()) {
    const position = findSongPosition(songIndex, songId) ?? -1
    const vector = songIndex.vectors.subarray(position * 128, (position + 1) * 128)
    const [found, expected] = [songPlace(places, tile * songsPerTile + index), placeOnMap(map.projection, vector)]
    // 16 bits over a range of about 1.4
    expect(found.x).toBeCloseTo(expected.x, 4)
    expect(found.y).toBeCloseTo(expected.y, 4)
  }
})

test('a map that is no more, and a tile that never was, are not found', async () => {
  const codeOf = async (response: Response) => errorReplySchema.parse(await response.json()).error.code
  expect(await codeOf(await songsOf('A'.repeat(16)))).toBe('NOT_FOUND')
  expect(await codeOf(await tileOf(map.mapId, '100000'))).toBe('NOT_FOUND')
  expect(await codeOf(await tileOf(map.mapId, 'first'))).toBe('INVALID_REQUEST')
  expect(await codeOf(await tileOf('short', '1'))).toBe('INVALID_REQUEST')
})
