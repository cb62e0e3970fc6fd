import type { Player, PlayerRequest } from '@/lib/contracts/player-api'
import type { SpotifyLibrary } from '@/lib/contracts/spotify-library-api'
import type { SpotifySongs } from '@/lib/contracts/spotify-songs-api'

import { askServer, jsonInit, readReply, type FetchServer } from './ask-server'

/** What the interface asks of our own server about things at Spotify; rejects with an AppError. */
export type SpotifyClient = {
  /** What Spotify shows of at most 25 songs. */
  songs(songIds: readonly string[]): Promise<SpotifySongs>
  readPlayer(): Promise<Player>
  control(request: PlayerRequest): Promise<void>
  readLibrary(): Promise<SpotifyLibrary>
  /** The listener's word that the library may be read; again, to read it anew or to go on. */
  startLibrary(): Promise<SpotifyLibrary>
  forgetLibrary(): Promise<void>
}

/** Talks to /api/spotify. */
export function createSpotifyClient(fetchServer: FetchServer): SpotifyClient {
  const ask = (path: string, init?: RequestInit) => askServer(fetchServer, `/api/spotify${path}`, init)
  const asLibrary = async (body: unknown): Promise<SpotifyLibrary> => {
    const { spotifyLibrarySchema } = await import('@/lib/contracts/spotify-library-api')
    return readReply(spotifyLibrarySchema, body, 'the state of a library')
  }
  return {
    songs: async (songIds) => {
      const body = await ask(`/songs?ids=${songIds.join(',')}`)
      const { spotifySongsSchema } = await import('@/lib/contracts/spotify-songs-api')
      return readReply(spotifySongsSchema, body, 'songs')
    },
    readPlayer: async () => {
      const body = await ask('/player')
      const { playerSchema } = await import('@/lib/contracts/player-api')
      return readReply(playerSchema, body, 'a list of devices')
    },
    control: async (request) => {
      await ask('/player', jsonInit('POST', request))
    },
    readLibrary: async () => asLibrary(await ask('/library')),
    startLibrary: async () => asLibrary(await ask('/library', { method: 'POST' })),
    forgetLibrary: async () => {
      await ask('/library', { method: 'DELETE' })
    },
  }
}
