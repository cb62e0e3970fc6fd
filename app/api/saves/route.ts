import type { NextRequest } from 'next/server'

import { coverLimitBytes, saveListQuerySchema, saveRequestSchema, type SaveList } from '@/lib/contracts/save-api'
import { getDb } from '@/lib/server/db'
import { maxBodyBytes, readJson } from '@/lib/server/read-json'
import { loadSongIndex } from '@/lib/server/songs/load-song-index'
import { handleSpotifyRequest } from '@/lib/server/spotify/handle-spotify-request'
import { getSaveWorker } from '@/lib/server/spotify/save/get-save-worker'
import { listSaves } from '@/lib/server/spotify/save/read-saves'
import { requestSave } from '@/lib/server/spotify/save/request-save'
import { toSave } from '@/lib/server/spotify/save/to-save'

/** A cover in base64, which is a third longer, and the rest. */
const saveBodyLimitBytes = Math.ceil(coverLimitBytes / 3) * 4 + maxBodyBytes

/** GET ?playlistId=...: the saves of one playlist of this listener, newest first. */
export function GET(request: NextRequest): Promise<Response> {
  return handleSpotifyRequest(request, async (listenerId) => {
    const { playlistId } = saveListQuerySchema.parse(Object.fromEntries(request.nextUrl.searchParams))
    const songIndex = await loadSongIndex()
    const jobs = await listSaves(getDb(), { playlistId, listenerId })
    const reply: SaveList = { saves: await Promise.all(jobs.map((job) => toSave(getDb(), songIndex, job))) }
    return Response.json(reply)
  })
}

/** POST: records the wish to have a playlist in Spotify and begins with it. */
export function POST(request: NextRequest): Promise<Response> {
  return handleSpotifyRequest(request, async (listenerId) => {
    const saveRequest = saveRequestSchema.parse(await readJson(request, saveBodyLimitBytes))
    const job = await requestSave(getDb(), { listenerId, request: saveRequest, nowMs: Date.now() })
    getSaveWorker().wake()
    const headers = { Location: `/api/saves/${job.saveId}` }
    return Response.json(await toSave(getDb(), await loadSongIndex(), job), { status: 201, headers })
  })
}
