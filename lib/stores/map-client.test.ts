import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'

import type { MapDescription } from '@/lib/contracts/map-api'
import { encodeSongMap, type SongMap } from '@/lib/core/songs/song-map'

import { createMapClient } from './map-client'

const bounds = { minX: 0, maxX: 1, minY: -1, maxY: 1 }
const map: SongMap = {
  songCount: 3,
  bounds,
  xs: Uint16Array.of(1, 300, 65535),
  ys: Uint16Array.of(7, 0, 256),
  families: Uint8Array.of(0, 2, 255),
}
const zeros = Array.from({ length: 128 }, () => 0)
const description: MapDescription = {
  mapId: 'abcdefghijklmnop',
  songCount: 3,
  catalogueCount: 3,
  bounds,
  projection: { weights: [zeros, zeros], offsets: [0.5, 0.5] },
  genreFamilies: ['rock'],
  moods: [{ mood: 'calm', place: { x: 0.4, y: 0.1 } }],
}

const clientThatGets = (answers: Readonly<Record<string, () => Response>>) =>
  createMapClient(
    async (address) => answers[address]?.() ?? Response.json({ error: { code: 'NOT_FOUND', message: address } }, { status: 404 }),
  )
const songsAddress = `/api/map/${description.mapId}/songs`

test('the map comes in two parts: what it is, and where its songs lie', async () => {
  const client = clientThatGets({
    '/api/map': () => Response.json(description),
    [songsAddress]: () => new Response(gzipSync(encodeSongMap(map))),
  })
  const described = await client.describe()
  expect(described).toEqual(description)
  expect(await client.songs(described)).toEqual(map)
})

test('names come tile by tile', async () => {
  const songs = [{ songId: 'a'.repeat(22), title: 'A song', artists: ['Somebody'] }]
  const client = clientThatGets({ [`/api/map/${description.mapId}/tiles/2`]: () => Response.json({ songs }) })
  expect(await client.tile(description.mapId, 2)).toEqual({ songs })
  await expect(client.tile(description.mapId, 3)).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

test('a map that is cut off, no gzip or of another number of songs is said to be our fault', async () => {
  for (const body of [gzipSync(encodeSongMap(map)).subarray(0, 20), new Uint8Array(40), gzipSync(new Uint8Array(7))]) {
    const client = clientThatGets({ [songsAddress]: () => new Response(body) })
    await expect(client.songs(description)).rejects.toMatchObject({ code: 'INTERNAL' })
  }
})
