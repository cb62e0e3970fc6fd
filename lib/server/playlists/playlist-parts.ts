import 'server-only'

import { scorePartsSchema, wishesSchema, type Wishes } from '@/lib/contracts/playlist-api'
import { AppError } from '@/lib/core/app-error'
import { findSongPosition } from '@/lib/core/songs/find-song-position'
import type { PlaylistSong, Song } from '@/lib/core/songs/song'
import { songAt } from '@/lib/core/songs/song-at'
import type { SongIndex } from '@/lib/core/songs/song-index'

import type { Db } from '../db'
import { readIndexes } from '../library/read-indexes'

import type { PlannedSongs } from './plan-songs'
import { vectorOf } from './vector-of'

/** A playlist as the API replies with it: `playlistSchema` of lib/contracts/playlist-api.ts. */
export type StoredPlaylist = {
  readonly playlistId: string
  readonly createdAtMs: number
  readonly wishes: Wishes
  readonly songs: readonly PlaylistSong[]
}

/** A playlist that was just planned, and how long that took. */
export type PlannedAnswer = { readonly playlist: StoredPlaylist & Pick<PlannedSongs, 'leftOut'>; readonly planMs: number }

/** Names a playlist and who asks for it; another listener's playlist is as good as none. */
export type PlaylistOfListener = { readonly playlistId: string; readonly listenerId: string | undefined }

/**
 * The song of an id: from the first index that has it or, where none has it any more, with its id alone, so that nothing drops out of a
 * playlist: a newer catalogue may lack it, or the listener deleted the music that they had imported.
 */
export function songOf(indexes: readonly SongIndex[], songId: string): Song {
  for (const songIndex of indexes) {
    const songPosition = findSongPosition(songIndex, songId)
    if (songPosition !== undefined) return songAt(songIndex, songPosition)
  }
  return { songId, title: 'A song that is no longer known here', artists: [], artistGenres: [], features: {} }
}

/** Reads a playlist of this listener, songs in order; throws NOT_FOUND where there is none. */
export async function readPlaylist(db: Db, songIndex: SongIndex, { playlistId, listenerId }: PlaylistOfListener): Promise<StoredPlaylist> {
  const row =
    listenerId === undefined
      ? null
      : await db.playlist.findFirst({ where: { id: playlistId, listenerId }, include: { songs: { orderBy: { position: 'asc' } } } })
  if (row === null) throw playlistNotFound()
  const indexes = await readIndexes(db, songIndex, { listenerId, songIds: row.songs.map(({ songId }) => songId) })
  return {
    playlistId: row.id,
    createdAtMs: row.createdAt.getTime(),
    wishes: wishesSchema.parse(row.wishes),
    songs: row.songs.map(({ songId, scoreParts }) => ({
      song: songOf(indexes, songId),
      scoreParts: scorePartsSchema.parse(scoreParts),
      ...vectorOf(songId, indexes),
    })),
  }
}

/**
 * Inserts the songs of a playlist, their places counted from 0; runs with the transaction that it is part of.
 *
 * One statement of our own over one JSON text: Prisma's createMany takes several times the processor for 25 rows, and every request writes them.
 */
export function insertSongs(db: Db, playlistId: string, songs: readonly PlaylistSong[]) {
  const rows = JSON.stringify(songs.map(({ song, scoreParts }) => ({ songId: song.songId, scoreParts })))
  return db.$executeRaw`
    INSERT INTO "PlaylistSong" ("playlistId", "position", "songId", "scoreParts")
    SELECT ${playlistId}, key, value ->> 'songId', value ->> 'scoreParts' FROM json_each(${rows})`
}

/** The same words whether it never was, was deleted, or is somebody else's. */
export function playlistNotFound(): AppError {
  return new AppError('NOT_FOUND', 'There is no such playlist among yours; maybe it was deleted.')
}
