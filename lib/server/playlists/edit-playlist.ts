import 'server-only'

import { excludedSongLimit, type PlaylistEdit } from '@/lib/contracts/playlist-api'
import { AppError } from '@/lib/core/app-error'
import type { SongIndex } from '@/lib/core/songs/song-index'

import type { Db } from '../db'

import { readPlaylist, type PlaylistOfListener, type StoredPlaylist } from './playlist-parts'
import { replaceSongs } from './replan-playlist'

/** Keeps the named songs of a playlist, in the named order; the others are removed and join the wishes as excluded. */
export async function editPlaylist({
  db,
  songIndex,
  edit: { songIds },
  ...whose
}: PlaylistOfListener & { readonly db: Db; readonly songIndex: SongIndex; readonly edit: PlaylistEdit }): Promise<StoredPlaylist> {
  const stored = await readPlaylist(db, songIndex, whose)
  const songsById = new Map(stored.songs.map((entry) => [entry.song.songId, entry]))
  const songs = songIds.map((songId, index) => {
    const entry = songsById.get(songId)
    if (entry === undefined) {
      throw new AppError('INVALID_REQUEST', `songIds[${index}]: expected a song of the playlist, each once; found ${songId}`)
    }
    songsById.delete(songId)
    return entry
  })
  const excludedSongIds = [...stored.wishes.excludedSongIds, ...songsById.keys()].slice(-excludedSongLimit)
  const wishes = { ...stored.wishes, excludedSongIds }
  await replaceSongs(db, stored.playlistId, { wishes, songs })
  return { ...stored, wishes, songs }
}
