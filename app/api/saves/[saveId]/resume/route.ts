import type { NextRequest } from 'next/server'

import { getDb } from '@/lib/server/db'
import { loadSongIndex } from '@/lib/server/songs/load-song-index'
import { handleSpotifyRequest } from '@/lib/server/spotify/handle-spotify-request'
import { getSaveWorker } from '@/lib/server/spotify/save/get-save-worker'
import { readSave } from '@/lib/server/spotify/save/read-saves'
import { resumeSaves } from '@/lib/server/spotify/save/resume-saves'
import { toSave } from '@/lib/server/spotify/save/to-save'

type Context = { readonly params: Promise<{ readonly saveId: string }> }

/** POST: lets a save go on that waits. */
export function POST(request: NextRequest, { params }: Context): Promise<Response> {
  return handleSpotifyRequest(request, async (listenerId) => {
    const { saveId } = await params
    await readSave(getDb(), { saveId, listenerId })
    await resumeSaves(getDb(), { listenerId, saveId, nowMs: Date.now() })
    getSaveWorker().wake()
    return Response.json(await toSave(getDb(), await loadSongIndex(), await readSave(getDb(), { saveId, listenerId })))
  })
}
