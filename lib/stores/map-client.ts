import { AppError } from '@/lib/core/app-error'
import type { MapDescription, MapTile } from '@/lib/contracts/map-api'
import { decodeSongMap, type SongMap } from '@/lib/core/songs/song-map'

import { askServer, fetchReply, readReply, type FetchServer } from './ask-server'

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
    songs: async ({ mapId, songCount, bounds }) => {
      const packed = await fetchReply(fetchServer, `/api/map/${mapId}/songs`)
      try {
        const unpacked = (await packed.blob()).stream().pipeThrough(new DecompressionStream('gzip'))
        return decodeSongMap(new Uint8Array(await new Response(unpacked).arrayBuffer()), songCount, bounds)
      } catch (cause) {
        throw new AppError('INTERNAL', 'The Attune server sent a map that this page does not understand; reload the page.', { cause })
      }
    },
    tile: async (mapId, tile) => {
      const body = await askServer(fetchServer, `/api/map/${mapId}/tiles/${tile}`)
      const { mapTileSchema } = await import('@/lib/contracts/map-api')
      return readReply(mapTileSchema, body, 'names of songs')
    },
  }
}
