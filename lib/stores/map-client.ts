import type { MapDescription, MapTile } from '@/lib/contracts/map-api'
import { decodeSongMap, type SongMap } from '@/lib/core/songs/song-map'

import { askServer, askServerForBytes, readReply, type FetchServer } from './ask-server'

/** What the map of the songs asks of our own server; rejects with an AppError. */
export type MapClient = {
  describe(): Promise<MapDescription>
  songs(description: MapDescription): Promise<SongMap>
  tile(mapId: string, tile: number): Promise<MapTile>
}

/** Talks to /api/map. No vector goes there: where a state lies is worked out in the browser. */
export function createMapClient(fetchServer: FetchServer): MapClient {
  return {
    describe: async () => {
      const body = await askServer(fetchServer, '/api/map')
      const { mapSchema } = await import('@/lib/contracts/map-api')
      return readReply(mapSchema, body, 'a map')
    },
    songs: async ({ mapId, songCount, bounds }) =>
      decodeSongMap(await askServerForBytes(fetchServer, `/api/map/${mapId}/songs`), songCount, bounds),
    tile: async (mapId, tile) => {
      const body = await askServer(fetchServer, `/api/map/${mapId}/tiles/${tile}`)
      const { mapTileSchema } = await import('@/lib/contracts/map-api')
      return readReply(mapTileSchema, body, 'names of songs')
    },
  }
}
