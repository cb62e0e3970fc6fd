import type { NextRequest } from 'next/server'

import { mapIdSchema } from '@/lib/contracts/map-api'
import { handleRequest } from '@/lib/server/handle-request'
import { immutableCache, loadSongMapOf, type MapEncoding } from '@/lib/server/songs/load-song-map'

type Context = { readonly params: Promise<{ readonly mapId: string }> }

/** GET: where the songs of the map lie, compressed as well as the browser can read. */
export function GET(request: NextRequest, { params }: Context): Promise<Response> {
  return handleRequest(request, async () => {
    const { bytes } = await loadSongMapOf(mapIdSchema.parse((await params).mapId))
    const accepted = request.headers.get('accept-encoding') ?? ''
    const encoding: MapEncoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : 'identity'
    return new Response(bytes[encoding], {
      headers: {
        'Content-Type': 'application/octet-stream',
        'Cache-Control': immutableCache,
        Vary: 'Accept-Encoding',
        ...(encoding === 'identity' ? {} : { 'Content-Encoding': encoding }),
      },
    })
  })
}
