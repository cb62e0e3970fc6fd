import 'server-only'

import { randomUUID } from 'node:crypto'

import type { PlaylistRequest } from '@/lib/contracts/playlist-api'

import type { Db } from '../db'
import type { SongSearch } from '../songs/open-song-search'

import { planSongs } from './plan-songs'
import { toSongRows, type PlannedAnswer } from './playlist-parts'
import { readListenerLibrary } from './read-listener-library'

/** Plans a playlist and stores its wishes and songs for this listener, who is stored with the first one. */
export async function createPlaylist({
  db,
  songSearch,
  listenerId,
  isKnownListener,
  request,
}: {
  readonly db: Db
  readonly songSearch: SongSearch
  readonly listenerId: string
  /** Whether the listener came with a cookie of an earlier visit. */
  readonly isKnownListener: boolean
  readonly request: PlaylistRequest
}): Promise<PlannedAnswer> {
  // Who comes without a cookie has no library.
  const whose = { listenerId: isKnownListener ? listenerId : undefined, catalogue: songSearch.songIndex }
  const { planMs, ...planned } = await planSongs(songSearch, request, await readListenerLibrary(db, whose, request.wishes))
  const { wishes } = request
  const playlistId = randomUUID()
  const createdAt = new Date()
  const store = (isListenerStored: boolean) =>
    db.$transaction([
      ...(isListenerStored ? [] : [db.listener.upsert({ where: { id: listenerId }, create: { id: listenerId }, update: {} })]),
      db.playlist.create({ data: { id: playlistId, listenerId, createdAt, wishes } }),
      db.playlistSong.createMany({ data: toSongRows(planned.songs).map((row) => ({ ...row, playlistId })) }),
    ])
  // Who comes with a cookie is almost always stored already: one statement less.
  await store(isKnownListener).catch((error: unknown) => {
    if (isKnownListener && isMissingListener(error)) return store(false)
    throw error
  })
  return { playlist: { playlistId, createdAtMs: createdAt.getTime(), wishes, ...planned }, planMs }
}

/** Prisma's code for a row that points at none. */
function isMissingListener(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'P2003'
}
