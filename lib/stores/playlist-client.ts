import type { Playlist, PlaylistList, PlaylistRequest } from '@/lib/contracts/playlist-api'

import { askServer, jsonInit, readReply, type FetchServer } from './ask-server'

/** What the interface asks of our own server; rejects with an AppError. */
export type PlaylistClient = {
  create(request: PlaylistRequest): Promise<Playlist>
  /** Plans an existing playlist anew. */
  replan(playlistId: string, request: PlaylistRequest): Promise<Playlist>
  /** Keeps these songs in this order; the others are removed for good. Survives the page being closed. */
  keepSongs(playlistId: string, songIds: readonly string[]): Promise<Playlist>
  read(playlistId: string): Promise<Playlist>
  list(cursor?: string): Promise<PlaylistList>
  remove(playlistId: string): Promise<void>
}

/** Talks to /api/playlists. The contracts come with the first reply, so that no page waits for zod. */
export function createPlaylistClient(fetchServer: FetchServer): PlaylistClient {
  const ask = (path: string, init?: RequestInit) => askServer(fetchServer, `/api/playlists${path}`, init)
  const asPlaylist = async (body: unknown): Promise<Playlist> => {
    const { playlistSchema } = await import('@/lib/contracts/playlist-api')
    return readReply(playlistSchema, body, 'a playlist')
  }
  return {
    create: async (request) => asPlaylist(await ask('', jsonInit('POST', request))),
    replan: async (playlistId, request) => asPlaylist(await ask(`/${encodeURIComponent(playlistId)}`, jsonInit('PUT', request))),
    keepSongs: async (playlistId, songIds) =>
      asPlaylist(await ask(`/${encodeURIComponent(playlistId)}`, { ...jsonInit('PATCH', { songIds }), keepalive: true })),
    read: async (playlistId) => asPlaylist(await ask(`/${encodeURIComponent(playlistId)}`)),
    list: async (cursor) => {
      const body = await ask(cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`)
      const { playlistListSchema } = await import('@/lib/contracts/playlist-api')
      return readReply(playlistListSchema, body, 'a list')
    },
    remove: async (playlistId) => {
      await ask(`/${encodeURIComponent(playlistId)}`, { method: 'DELETE' })
    },
  }
}
