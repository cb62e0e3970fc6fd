import 'server-only'

import { findNextSongs } from '@/lib/core/songs/find-next-songs'
import { findSongPosition } from '@/lib/core/songs/find-song-position'
import { wishesSchema } from '@/lib/contracts/playlist-api'

import { getDb } from '../../db'
import { readListenerLibrary } from '../../playlists/read-listener-library'
import { loadSongSearch } from '../../songs/load-song-search'

import type { FindNextBest } from './save-context'
import { songIdsToWrite } from './save-progress'

/** So many are looked at in Spotify before a song is left out. */
const candidateCount = 5
/** Songs looked at around the one that is missing. */
const nearestCount = 400

/** Finds the songs nearest to one that cannot be played, by the wishes of its playlist. */
export const findNextBest: FindNextBest = async ({ job, songId }) => {
  const playlist = await getDb().playlist.findUnique({ where: { id: job.playlistId }, select: { wishes: true } })
  const wishes = wishesSchema.parse(playlist?.wishes ?? {})
  const { songIndex, findSongs } = await loadSongSearch()
  const library = await readListenerLibrary(getDb(), { listenerId: job.listenerId, catalogue: songIndex }, wishes)
  const position = findSongPosition(songIndex, songId)
  if (position === undefined) return []
  const { dims, vectors } = songIndex
  const queryVector = vectors.subarray(position * dims, (position + 1) * dims)
  return findNextSongs(songIndex, await findSongs({ queryVector, songCount: nearestCount }), {
    songId,
    songCount: candidateCount,
    playlistSongIds: [...songIdsToWrite(job.progress), ...job.progress.wishedSongIds],
    wishes,
    librarySongIds: library?.songIds ?? [],
  })
}
