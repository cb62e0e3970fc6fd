import type { NextRequest } from 'next/server'

import { mapIdSchema, tileSchema } from '@/lib/contracts/map-api'
import { handleRequest } from '@/lib/server/handle-request'
import { immutableCache, loadSongMapOf } from '@/lib/server/songs/load-song-map'

type Context = { readonly params: Promise<{ readonly mapId: string; readonly tile: string }> }

/** GET: the names of the songs of one tile. */
export function GET(request: NextRequest, { params }: Context): Promise<Response> {
  return handleRequest(request, async () => {
    const { mapId, tile } = await params
    const map = await loadSongMapOf(mapIdSchema.parse(mapId))
    return Response.json(map.tile(tileSchema.parse(tile)), { headers: { 'Cache-Control': immutableCache } })
  })
}
