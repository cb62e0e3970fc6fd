import type { NextRequest } from 'next/server'

import { mapIdSchema } from '@/lib/contracts/map-api'
import { handleRequest } from '@/lib/server/handle-request'
import { immutableCache, loadSongMapOf } from '@/lib/server/songs/load-song-map'

type Context = { readonly params: Promise<{ readonly mapId: string }> }

/** GET: where the songs of the map lie, as a gzip file. */
export function GET(request: NextRequest, { params }: Context): Promise<Response> {
  return handleRequest(request, async () => {
    const { gzipped } = await loadSongMapOf(mapIdSchema.parse((await params).mapId))
    return new Response(gzipped, { headers: { 'Content-Type': 'application/gzip', 'Cache-Control': immutableCache } })
  })
}
