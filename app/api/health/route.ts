import { toErrorResponse } from '@/lib/server/api-error'
import { getDb } from '@/lib/server/db'
import { loadSongIndex } from '@/lib/server/songs/load-song-index'

/** GET: whether the server can plan playlists and keep them; the first call reads the song index and opens the database. */
export async function GET(): Promise<Response> {
  try {
    const [{ songCount }] = await Promise.all([loadSongIndex(), getDb().listener.findFirst({ select: { id: true } })])
    return Response.json({ status: 'ok', songCount }, { headers: { 'Cache-Control': 'no-store' } })
  } catch (error) {
    return toErrorResponse(error)
  }
}

/** Asked of the running server, never answered from the build. */
export const dynamic = 'force-dynamic'
