import 'server-only'

import { findSongPosition } from '@/lib/core/songs/find-song-position'
import type { SongIndex } from '@/lib/core/songs/song-index'

import type { Db } from '../db'

import { readImport } from './imported-library'

/** The indexes in which songs of a listener's playlists are found: the catalogue, and their own songs where one of them is not in it. */
export async function readIndexes(
  db: Db,
  catalogue: SongIndex,
  { listenerId, songIds }: { readonly listenerId: string | undefined; readonly songIds: readonly string[] },
): Promise<readonly SongIndex[]> {
  if (listenerId === undefined || songIds.every((songId) => findSongPosition(catalogue, songId) !== undefined)) return [catalogue]
  const { ownIndex } = (await readImport(db, catalogue, listenerId)) ?? {}
  return ownIndex === undefined ? [catalogue] : [catalogue, ownIndex]
}
