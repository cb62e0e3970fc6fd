import type { Playlist, PlaylistList, PlaylistRequest } from '@/lib/contracts/playlist-api'
import { AppError } from '@/lib/core/app-error'
import { TooFewSongsError } from '@/lib/core/songs/too-few-songs-error'

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

const SERVER_WORDS = 'The Attune server does not answer. Is it still running? What you have made so far is still here.'

/** Talks to /api/playlists. The contracts come with the first reply, so that no page waits for zod. */
export function createPlaylistClient(fetchJson: (path: string, init?: RequestInit) => Promise<Response>): PlaylistClient {
  const call = async (path: string, init?: RequestInit): Promise<unknown> => {
    let response: Response
    try {
      response = await fetchJson(`/api/playlists${path}`, init)
    } catch (cause) {
      throw new AppError('SERVER_UNREACHABLE', SERVER_WORDS, { cause })
    }
    if (response.status === 204) return undefined
    const body: unknown = await response.json().catch(() => undefined)
    if (response.ok) return body
    const { errorReplySchema } = await import('@/lib/contracts/playlist-api')
    const reply = errorReplySchema.safeParse(body)
    if (reply.success) {
      const { code, message, relaxations } = reply.data.error
      throw relaxations === undefined ? new AppError(code, message) : new TooFewSongsError(message, relaxations)
    }
    throw new AppError('INTERNAL', `The Attune server answered with status ${response.status} and no reason.`)
  }

  const send = (method: 'POST' | 'PUT' | 'PATCH', body: unknown): RequestInit => ({
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    keepalive: method === 'PATCH',
  })

  const asPlaylist = async (body: unknown): Promise<Playlist> => {
    const { playlistSchema } = await import('@/lib/contracts/playlist-api')
    const reply = playlistSchema.safeParse(body)
    if (reply.success) return reply.data
    throw new AppError('INTERNAL', 'The Attune server sent a playlist that this page does not understand; reload the page.', {
      cause: reply.error,
    })
  }

  return {
    create: async (request) => asPlaylist(await call('', send('POST', request))),
    replan: async (playlistId, request) => asPlaylist(await call(`/${encodeURIComponent(playlistId)}`, send('PUT', request))),
    keepSongs: async (playlistId, songIds) => asPlaylist(await call(`/${encodeURIComponent(playlistId)}`, send('PATCH', { songIds }))),
    read: async (playlistId) => asPlaylist(await call(`/${encodeURIComponent(playlistId)}`)),
    list: async (cursor) => {
      const body = await call(cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`)
      const { playlistListSchema } = await import('@/lib/contracts/playlist-api')
      const reply = playlistListSchema.safeParse(body)
      if (reply.success) return reply.data
      throw new AppError('INTERNAL', 'The Attune server sent a list that this page does not understand; reload the page.', {
        cause: reply.error,
      })
    },
    remove: async (playlistId) => {
      await call(`/${encodeURIComponent(playlistId)}`, { method: 'DELETE' })
    },
  }
}
