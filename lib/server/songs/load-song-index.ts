import 'server-only'

import type { SongIndex } from '@/lib/core/songs/song-index'

import { loadSongSearch } from './load-song-search'

/** Returns the song index that the server searches, for what only looks songs up. */
export async function loadSongIndex(): Promise<SongIndex> {
  return (await loadSongSearch()).songIndex
}
