import 'server-only'

import { excludedSongLimit, type PlaylistRequest } from '@/lib/contracts/playlist-api'
import type { SongIndex } from '@/lib/core/songs/song-index'

import type { Db } from '../db'

import { planSongs } from './plan-songs'
import { playlistNotFound, readPlaylist, toSongRows, type PlaylistOfListener, type StoredPlaylist } from './playlist-parts'

/**
 * Plans a playlist of this listener anew: another seed, length, state or goal. Songs that were removed from it by hand stay away, also
 * where the request does not name them; of more than the limit the ones removed last.
 */
export async function replanPlaylist({
  db,
  songIndex,
  request,
  ...whose
}: PlaylistOfListener & {
  readonly db: Db
  readonly songIndex: SongIndex
  readonly request: PlaylistRequest
}): Promise<{ readonly playlist: StoredPlaylist; readonly planMs: number }> {
  const stored = await readPlaylist(db, songIndex, whose)
  const excludedSongIds = [...new Set([...stored.wishes.excludedSongIds, ...request.wishes.excludedSongIds])].slice(-excludedSongLimit)
  const wishes = { ...request.wishes, excludedSongIds }
  const { songs, planMs } = planSongs(songIndex, { ...request, wishes })
  await replaceSongs(db, stored.playlistId, { wishes, songs })
  return { playlist: { ...stored, wishes, songs }, planMs }
}

/** Writes wishes and songs of a playlist over those that it had, all or nothing. */
export async function replaceSongs(db: Db, playlistId: string, { wishes, songs }: Pick<StoredPlaylist, 'wishes' | 'songs'>): Promise<void> {
  const [, changed] = await db.$transaction([
    db.playlistSong.deleteMany({ where: { playlistId } }),
    db.playlist.updateMany({ where: { id: playlistId }, data: { wishes } }),
    db.playlistSong.createMany({ data: toSongRows(songs).map((row) => ({ ...row, playlistId })) }),
  ])
  if (changed.count === 0) throw playlistNotFound()
}
