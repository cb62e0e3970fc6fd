import type { NextRequest } from 'next/server'

import { getDb } from '@/lib/server/db'
import { loadSongIndex } from '@/lib/server/songs/load-song-index'
import { handleSpotifyRequest } from '@/lib/server/spotify/handle-spotify-request'
import { readSave } from '@/lib/server/spotify/save/read-saves'
import { toSave } from '@/lib/server/spotify/save/to-save'

type Context = { readonly params: Promise<{ readonly saveId: string }> }

/** GET: one save of this listener. */
export function GET(request: NextRequest, { params }: Context): Promise<Response> {
  return handleSpotifyRequest(request, async (listenerId) => {
    const { saveId } = await params
    return Response.json(await toSave(getDb(), await loadSongIndex(), await readSave(getDb(), { saveId, listenerId })))
  })
}
