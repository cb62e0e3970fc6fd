import 'server-only'

import { randomUUID } from 'node:crypto'

import type { PlaylistRequest } from '@/lib/contracts/playlist-api'
import type { SongIndex } from '@/lib/core/songs/song-index'

import type { Db } from '../db'

import { planSongs } from './plan-songs'
import { toSongRows, type StoredPlaylist } from './playlist-parts'

/** Plans a playlist and stores its wishes and songs for this listener, who is stored with the first one. */
export async function createPlaylist({
  db,
  songIndex,
  listenerId,
  request,
}: {
  readonly db: Db
  readonly songIndex: SongIndex
  readonly listenerId: string
  readonly request: PlaylistRequest
}): Promise<{ readonly playlist: StoredPlaylist; readonly planMs: number }> {
  const { songs, planMs } = planSongs(songIndex, request)
  const { wishes } = request
  const playlistId = randomUUID()
  const createdAt = new Date()
  await db.playlist.create({
    data: {
      id: playlistId,
      createdAt,
      wishes,
      listener: { connectOrCreate: { where: { id: listenerId }, create: { id: listenerId } } },
      songs: { create: toSongRows(songs) },
    },
  })
  return { playlist: { playlistId, createdAtMs: createdAt.getTime(), wishes, songs }, planMs }
}
