import 'server-only'

import { findNextSongs } from '@/lib/core/songs/find-next-songs'
import { wishesSchema } from '@/lib/contracts/playlist-api'

import { getDb } from '../../db'
import { loadSongIndex } from '../../songs/load-song-index'

import type { FindNextBest } from './save-context'
import { songIdsToWrite } from './save-progress'

/** So many are looked at in Spotify before a song is left out. */
const candidateCount = 5

/** Finds the songs nearest to one that cannot be played, by the rules of its playlist: none that was removed by hand, no artist too often. */
export const findNextBest: FindNextBest = async ({ job, songId }) => {
  const playlist = await getDb().playlist.findUnique({ where: { id: job.playlistId }, select: { wishes: true } })
  const { excludedSongIds } = wishesSchema.parse(playlist?.wishes ?? {})
  return findNextSongs(await loadSongIndex(), {
    songId,
    songCount: candidateCount,
    playlistSongIds: [...songIdsToWrite(job.progress), ...job.progress.wishedSongIds],
    excludedSongIds,
  })
}
