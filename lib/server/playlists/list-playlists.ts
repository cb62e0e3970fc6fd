import 'server-only'

import type { z } from 'zod'

import type { PlaylistList, playlistListQuerySchema } from '@/lib/contracts/playlist-api'
import type { SongIndex } from '@/lib/core/songs/song-index'

import type { Db } from '../db'
import { readIndexes } from '../library/read-indexes'

import { songOf } from './playlist-parts'

/** As many songs of a playlist as its line in the list shows. */
const firstSongCount = 3

/**
 * Lists a listener's playlists, newest first. The cursor names the last playlist of a page by its time and id, so the next page is
 * right even where that playlist was deleted meanwhile.
 */
export async function listPlaylists({
  db,
  songIndex,
  listenerId,
  query: { limit, cursor },
}: {
  readonly db: Db
  readonly songIndex: SongIndex
  readonly listenerId: string | undefined
  readonly query: z.infer<typeof playlistListQuerySchema>
}): Promise<PlaylistList> {
  if (listenerId === undefined) return { playlists: [] }
  const [createdAtText, lastId] = cursor?.split('.') ?? []
  const createdAt = new Date(Number(createdAtText))
  const rows = await db.playlist.findMany({
    where: {
      listenerId,
      ...(lastId === undefined ? {} : { OR: [{ createdAt: { lt: createdAt } }, { createdAt, id: { lt: lastId } }] }),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    // One more than the page shows whether there is a next one.
    take: limit + 1,
    include: { songs: { orderBy: { position: 'asc' }, take: firstSongCount }, _count: { select: { songs: true } } },
  })
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const songIds = page.flatMap(({ songs }) => songs.map(({ songId }) => songId))
  const indexes = await readIndexes(db, songIndex, { listenerId, songIds })
  return {
    playlists: page.map((row) => ({
      playlistId: row.id,
      createdAtMs: row.createdAt.getTime(),
      songCount: row._count.songs,
      firstSongs: row.songs.map(({ songId }) => {
        const { title, artists } = songOf(indexes, songId)
        return { songId, title, artists: [...artists] }
      }),
    })),
    ...(rows.length > limit && last !== undefined ? { nextCursor: `${last.createdAt.getTime()}.${last.id}` } : {}),
  }
}
