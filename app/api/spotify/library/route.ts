import type { NextRequest } from 'next/server'

import { getDb } from '@/lib/server/db'
import { handleSpotifyRequest } from '@/lib/server/spotify/handle-spotify-request'
import { getLibraryWorker } from '@/lib/server/spotify/library/get-library-worker'
import { forgetLibrary, readLibrary, requestLibrary } from '@/lib/server/spotify/library/library-reads'

/** GET: how far the reading of the listener's library came. */
export function GET(request: NextRequest): Promise<Response> {
  return handleSpotifyRequest(request, async (listenerId) => Response.json(await readLibrary(getDb(), listenerId)))
}

/** POST: the listener's word that saved and most played songs may be read; again, to read them anew or to go on. */
export function POST(request: NextRequest): Promise<Response> {
  return handleSpotifyRequest(request, async (listenerId) => {
    await requestLibrary(getDb(), { listenerId, nowMs: Date.now() })
    getLibraryWorker().wake()
    return Response.json(await readLibrary(getDb(), listenerId), { status: 202 })
  })
}

/** DELETE: forgets what was read. */
export function DELETE(request: NextRequest): Promise<Response> {
  return handleSpotifyRequest(request, async (listenerId) => {
    await forgetLibrary(getDb(), listenerId)
    return new Response(null, { status: 204 })
  })
}
