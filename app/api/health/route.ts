import { toErrorResponse } from '@/lib/server/api-error'
import { getDb } from '@/lib/server/db'
import { loadSongSearch } from '@/lib/server/songs/load-song-search'

/** GET: whether the server can plan playlists and keep them; the first call reads the song index and opens the database. */
export async function GET(): Promise<Response> {
  try {
    const [{ songIndex }] = await Promise.all([loadSongSearch(), getDb().listener.findFirst({ select: { id: true } })])
    return Response.json({ status: 'ok', songCount: songIndex.songCount }, { headers: { 'Cache-Control': 'no-store' } })
  } catch (error) {
    return toErrorResponse(error)
  }
}

/** Asked of the running server, never answered from the build. */
export const dynamic = 'force-dynamic'
