import type { NextRequest } from 'next/server'

import { handleRequest } from '@/lib/server/handle-request'
import { loadSongMap } from '@/lib/server/songs/load-song-map'

/** GET: what the map of the songs is made of; asked again at each visit, and answered with 304 while it is the same. */
export function GET(request: NextRequest): Promise<Response> {
  return handleRequest(request, async () => {
    const { description } = await loadSongMap()
    const headers = { 'Cache-Control': 'no-cache', ETag: `"${description.mapId}"` }
    if (request.headers.get('if-none-match')?.includes(headers.ETag) === true) return new Response(null, { status: 304, headers })
    return Response.json(description, { headers })
  })
}
