import 'server-only'

import { excludedSongLimit, type PlaylistRequest } from '@/lib/contracts/playlist-api'

import type { Db } from '../db'
import type { SongSearch } from '../songs/open-song-search'

import { planSongs } from './plan-songs'
import {
  insertSongs,
  playlistNotFound,
  readPlaylist,
  type PlannedAnswer,
  type PlaylistOfListener,
  type StoredPlaylist,
} from './playlist-parts'
import { readListenerLibrary } from './read-listener-library'

/**
 * Plans a playlist of this listener anew: another seed, length, state or goal. Songs that were removed from it by hand stay away, also
 * where the request does not name them; of more than the limit the ones removed last.
 */
export async function replanPlaylist({
  db,
  songSearch,
  request,
  ...whose
}: PlaylistOfListener & {
  readonly db: Db
  readonly songSearch: SongSearch
  readonly request: PlaylistRequest
}): Promise<PlannedAnswer> {
  const stored = await readPlaylist(db, songSearch.songIndex, whose)
  const excludedSongIds = [...new Set([...stored.wishes.excludedSongIds, ...request.wishes.excludedSongIds])].slice(-excludedSongLimit)
  const wishes = { ...request.wishes, excludedSongIds }
  const { planMs, ...planned } = await planSongs(
    songSearch,
    { ...request, wishes },
    await readListenerLibrary(db, { listenerId: whose.listenerId, catalogue: songSearch.songIndex }, wishes),
  )
  await replaceSongs(db, stored.playlistId, { wishes, songs: planned.songs })
  return { playlist: { ...stored, wishes, ...planned }, planMs }
}

/** Writes wishes and songs of a playlist over those that it had, all or nothing. */
export async function replaceSongs(db: Db, playlistId: string, { wishes, songs }: Pick<StoredPlaylist, 'wishes' | 'songs'>): Promise<void> {
  const [, changed] = await db.$transaction([
    db.playlistSong.deleteMany({ where: { playlistId } }),
    db.playlist.updateMany({ where: { id: playlistId }, data: { wishes } }),
    insertSongs(db, playlistId, songs),
  ])
  if (changed.count === 0) throw playlistNotFound()
}
