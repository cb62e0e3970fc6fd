import { NextResponse, type NextRequest } from 'next/server'

import { playlistListQuerySchema, playlistRequestSchema } from '@/lib/contracts/playlist-api'
import { getDb } from '@/lib/server/db'
import { handleRequest } from '@/lib/server/handle-request'
import { createListenerId } from '@/lib/server/listener'
import { createPlaylist } from '@/lib/server/playlists/create-playlist'
import { listPlaylists } from '@/lib/server/playlists/list-playlists'
import { readJson } from '@/lib/server/read-json'
import { rememberListener } from '@/lib/server/remember-listener'
import { serverTiming } from '@/lib/server/server-timing'
import { loadSongIndex } from '@/lib/server/songs/load-song-index'
import { loadSongSearch } from '@/lib/server/songs/load-song-search'

/** GET: this listener's playlists, newest first. */
export function GET(request: NextRequest): Promise<Response> {
  return handleRequest(request, async ({ listenerId }) => {
    const query = playlistListQuerySchema.parse(Object.fromEntries(request.nextUrl.searchParams))
    return Response.json(await listPlaylists({ db: getDb(), songIndex: await loadSongIndex(), listenerId, query }))
  })
}

/** POST: plans a playlist and keeps its songs; the listener's cookie is set, new or for longer. */
export function POST(request: NextRequest): Promise<Response> {
  return handleRequest(request, async (caller) => {
    const playlistRequest = playlistRequestSchema.parse(await readJson(request))
    const listenerId = caller.listenerId ?? createListenerId()
    const { playlist, planMs } = await createPlaylist({
      db: getDb(),
      songSearch: await loadSongSearch(),
      listenerId,
      isKnownListener: caller.listenerId !== undefined,
      request: playlistRequest,
    })
    const headers = { Location: `/api/playlists/${playlist.playlistId}`, ...serverTiming(planMs) }
    const response = NextResponse.json(playlist, { status: 201, headers })
    rememberListener(request, response, listenerId)
    return response
  })
}
