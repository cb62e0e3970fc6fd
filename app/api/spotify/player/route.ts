import type { NextRequest } from 'next/server'

import { playerRequestSchema } from '@/lib/contracts/player-api'
import { getDb } from '@/lib/server/db'
import { readJson } from '@/lib/server/read-json'
import { handleSpotifyRequest } from '@/lib/server/spotify/handle-spotify-request'
import { createListenerApi } from '@/lib/server/spotify/listener-api'
import { readPlayer, controlPlayer } from '@/lib/server/spotify/player'

/** GET: the devices of this listener. */
export function GET(request: NextRequest): Promise<Response> {
  return handleSpotifyRequest(request, async (listenerId) => Response.json(await readPlayer(createListenerApi(listenerId))))
}

/** POST: plays what a save made, or adds a song to the queue. */
export function POST(request: NextRequest): Promise<Response> {
  return handleSpotifyRequest(request, async (listenerId) => {
    const playerRequest = playerRequestSchema.parse(await readJson(request))
    await controlPlayer(createListenerApi(listenerId), { db: getDb(), listenerId, request: playerRequest })
    return new Response(null, { status: 204 })
  })
}
