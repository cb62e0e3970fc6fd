import type { NextRequest } from 'next/server'

import { lookUpRequestSchema } from '@/lib/contracts/library-api'
import { handleRequest } from '@/lib/server/handle-request'
import { lookUpSongs } from '@/lib/server/library/look-up-songs'
import { readJson } from '@/lib/server/read-json'
import { loadSongIndex } from '@/lib/server/songs/load-song-index'

/** Names of a thousand songs, the longest that are let through in letters of four bytes. */
const limitBytes = 3 * 1024 * 1024

/** POST: which songs the catalogue has, by id and by name. Nothing of it is stored. */
export function POST(request: NextRequest): Promise<Response> {
  return handleRequest(request, async () => {
    const wanted = lookUpRequestSchema.parse(await readJson(request, limitBytes))
    return Response.json(await lookUpSongs(await loadSongIndex(), wanted))
  })
}
