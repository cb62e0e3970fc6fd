import 'server-only'

import type { Db } from '../db'

import { playlistNotFound, type PlaylistOfListener } from './playlist-parts'

/** Deletes a playlist of this listener with its songs. */
export async function deletePlaylist(db: Db, { playlistId, listenerId }: PlaylistOfListener): Promise<void> {
  const deleted = listenerId === undefined ? { count: 0 } : await db.playlist.deleteMany({ where: { id: playlistId, listenerId } })
  if (deleted.count === 0) throw playlistNotFound()
}
