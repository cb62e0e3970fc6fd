import 'server-only'

import type { SaveJob } from './save-job'

/**
 * Picks the saves whose time has come from the open ones, oldest first. One that writes over a playlist waits for older saves of the same
 * playlist: the first of them makes what the second writes over.
 */
export function pickDue<Job extends Pick<SaveJob, 'playlistId' | 'mode' | 'runAfterMs'>>(open: readonly Job[], nowMs: number): Job[] {
  const playlistIds = new Set<string>()
  return open.filter(({ playlistId, mode, runAfterMs = Infinity }) => {
    const isBehindAnother = mode === 'update' && playlistIds.has(playlistId)
    playlistIds.add(playlistId)
    return !isBehindAnother && runAfterMs <= nowMs
  })
}
