import 'server-only'

import { AppError } from '@/lib/core/app-error'

import type { SpotifyApi } from '../spotify-api'

import type { SaveStep } from './save-context'
import { songIdsToWrite } from './save-progress'

/** Finds another song for one that cannot be played, then the next; when each has one or is left out, the list is written again. */
export const replaceStep: SaveStep = async ({ api, job, findNextBest }) => {
  const { progress } = job()
  const [first, ...others] = progress.unplayable
  if (first === undefined) return { step: 'write', writtenCount: 0 }
  // A song that itself stands in for another is replaced under the name of the song that was wished.
  const standIn = progress.replaced.find(({ byId }) => byId === first.songId)
  const replaced = progress.replaced.filter((entry) => entry !== standIn)
  const missing = { songId: standIn?.songId ?? first.songId, reason: standIn?.reason ?? first.reason }
  const taken = new Set([...progress.wishedSongIds, ...songIdsToWrite(progress), first.songId])
  const candidates = (await findNextBest({ job: job(), songId: missing.songId })).filter((songId) => !taken.has(songId))
  for (const byId of candidates) {
    if (await isPlayable(api, byId)) return { unplayable: others, replaced: [...replaced, { ...missing, byId }] }
  }
  return { unplayable: others, replaced, leftOut: [...progress.leftOut, missing] }
}

async function isPlayable(api: SpotifyApi, songId: string): Promise<boolean> {
  try {
    return (await api.getTrack(songId)).is_playable !== false
  } catch (error) {
    if (error instanceof AppError && error.code === 'SPOTIFY_GONE') return false
    throw error
  }
}
