import 'server-only'

import type { PlaylistRequest } from '@/lib/contracts/playlist-api'
import { planPlaylist } from '@/lib/core/songs/plan-playlist'
import type { PlaylistSong } from '@/lib/core/songs/song'
import type { SongIndex } from '@/lib/core/songs/song-index'

/** Plans the songs of a request and tells how many milliseconds that took. The vectors are used here and kept nowhere. */
export function planSongs(
  songIndex: SongIndex,
  { stateVector, goalVector, wishes }: PlaylistRequest,
): { readonly songs: readonly PlaylistSong[]; readonly planMs: number } {
  const startedAtMs = performance.now()
  const songs = planPlaylist({ songIndex, stateVector, goalVector, ...wishes })
  return { songs, planMs: performance.now() - startedAtMs }
}
