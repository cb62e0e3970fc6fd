import type { NextRequest } from 'next/server'

import { spotifySongsQuerySchema } from '@/lib/contracts/spotify-songs-api'
import { handleSpotifyRequest } from '@/lib/server/spotify/handle-spotify-request'
import { createListenerApi } from '@/lib/server/spotify/listener-api'
import { readSongs } from '@/lib/server/spotify/songs/read-songs'

/** GET ?ids=...: what Spotify shows of songs to this listener. */
export function GET(request: NextRequest): Promise<Response> {
  return handleSpotifyRequest(request, async (listenerId) => {
    const { ids } = spotifySongsQuerySchema.parse(Object.fromEntries(request.nextUrl.searchParams))
    return Response.json(await readSongs(createListenerApi(listenerId), listenerId, ids))
  })
}
