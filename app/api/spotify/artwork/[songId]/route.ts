import type { NextRequest } from 'next/server'

import { songIdSchema } from '@/lib/contracts/playlist-api'
import { getEnv } from '@/lib/server/env'
import { handleSpotifyRequest } from '@/lib/server/spotify/handle-spotify-request'
import { createListenerApi } from '@/lib/server/spotify/listener-api'
import { readArtwork } from '@/lib/server/spotify/songs/read-artwork'

type Context = { readonly params: Promise<{ readonly songId: string }> }

/** As long as what Spotify says of a song is kept. */
const cacheControl = 'private, max-age=600'

/** GET: the picture of a song as Spotify has it. */
export function GET(request: NextRequest, { params }: Context): Promise<Response> {
  return handleSpotifyRequest(request, async (listenerId) => {
    const songId = songIdSchema.parse((await params).songId)
    const { bytes, contentType } = await readArtwork(createListenerApi(listenerId), {
      listenerId,
      songId,
      apiBaseUrl: getEnv().spotifyApiUrl,
    })
    return new Response(bytes, { headers: { 'Content-Type': contentType, 'Cache-Control': cacheControl } })
  })
}
