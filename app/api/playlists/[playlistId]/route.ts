import type { NextRequest } from 'next/server'

import { playlistEditSchema, playlistRequestSchema } from '@/lib/contracts/playlist-api'
import { getDb } from '@/lib/server/db'
import { handleRequest } from '@/lib/server/handle-request'
import { deletePlaylist } from '@/lib/server/playlists/delete-playlist'
import { editPlaylist } from '@/lib/server/playlists/edit-playlist'
import { readPlaylist } from '@/lib/server/playlists/playlist-parts'
import { replanPlaylist } from '@/lib/server/playlists/replan-playlist'
import { readJson } from '@/lib/server/read-json'
import { serverTiming } from '@/lib/server/server-timing'
import { loadSongIndex } from '@/lib/server/songs/load-song-index'
import { loadSongSearch } from '@/lib/server/songs/load-song-search'

type Context = { readonly params: Promise<{ readonly playlistId: string }> }

/** GET: one playlist of this listener. */
export function GET(request: NextRequest, { params }: Context): Promise<Response> {
  return handleRequest(request, async ({ listenerId }) => {
    const { playlistId } = await params
    return Response.json(await readPlaylist(getDb(), await loadSongIndex(), { playlistId, listenerId }))
  })
}

/** PUT: plans it anew, with another seed, length, state or goal. */
export function PUT(request: NextRequest, { params }: Context): Promise<Response> {
  return handleRequest(request, async ({ listenerId }) => {
    const { playlistId } = await params
    const playlistRequest = playlistRequestSchema.parse(await readJson(request))
    const songSearch = await loadSongSearch()
    const { playlist, planMs } = await replanPlaylist({ db: getDb(), songSearch, playlistId, listenerId, request: playlistRequest })
    return Response.json(playlist, { headers: serverTiming(planMs) })
  })
}

/** PATCH: keeps the named songs in the named order. */
export function PATCH(request: NextRequest, { params }: Context): Promise<Response> {
  return handleRequest(request, async ({ listenerId }) => {
    const { playlistId } = await params
    const edit = playlistEditSchema.parse(await readJson(request))
    return Response.json(await editPlaylist({ db: getDb(), songIndex: await loadSongIndex(), playlistId, listenerId, edit }))
  })
}

/** DELETE: deletes it with its songs. */
export function DELETE(request: NextRequest, { params }: Context): Promise<Response> {
  return handleRequest(request, async ({ listenerId }) => {
    const { playlistId } = await params
    await deletePlaylist(getDb(), { playlistId, listenerId })
    return new Response(null, { status: 204 })
  })
}
