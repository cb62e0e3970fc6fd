import 'server-only'

import type { SpotifyTrack } from '@/lib/contracts/spotify-web-api'
import { AppError } from '@/lib/core/app-error'

import { playlistOf, type SaveContext, type SaveStep } from './save-context'
import { songIdsToWrite, toUnplayableReason, type SaveProgress } from './save-progress'

/** After so many tries somebody else is changing the playlist at the same time. */
const rewriteLimit = 4

/** Reads the whole playlist back, as the listener would hear it: tells whether it is what was to be written, and what cannot be played. */
export const checkStep: SaveStep = async (context) => {
  const { progress, listenerId } = context.job()
  const songIds = songIdsToWrite(progress)
  const tracks = await readBack(context, songIds.length)
  if (!isAsWritten(tracks, songIds)) return writeAgain(progress)
  context.onReadBack(listenerId, new Map(songIds.map((songId, index) => [songId, tracks[index]])))
  const unplayable = songIds.flatMap((songId, index) => {
    const track = tracks[index]
    if (track === undefined) return { songId, reason: 'gone' as const }
    return track.is_playable === false ? { songId, reason: toUnplayableReason(track.restrictions?.reason) } : []
  })
  const missing = [...progress.unplayable, ...unplayable]
  return missing.length > 0 ? { step: 'replace', unplayable: missing } : { step: 'cover' }
}

/** Reads one page more than there should be songs, where there are more. */
async function readBack(context: SaveContext, songCount: number): Promise<(SpotifyTrack | undefined)[]> {
  const tracks: (SpotifyTrack | undefined)[] = []
  for (;;) {
    const { items, total } = await context.api.getPlaylistItems(playlistOf(context), { offset: tracks.length, isForListener: true })
    tracks.push(...items)
    if (tracks.length >= total || items.length === 0 || tracks.length > songCount) return tracks
  }
}

/** Spotify plays some songs from another release, under another id; it does not always say in place of which. */
function isAsWritten(tracks: readonly (SpotifyTrack | undefined)[], songIds: readonly string[]): boolean {
  const isWritten = new Set(songIds)
  return (
    tracks.length === songIds.length &&
    tracks.every((track, index) => {
      const foundId = track?.linked_from?.id ?? track?.id
      return foundId === undefined || foundId === songIds[index] || (track?.linked_from === undefined && !isWritten.has(foundId))
    })
  )
}

function writeAgain({ rewriteCount }: SaveProgress): Partial<SaveProgress> {
  if (rewriteCount >= rewriteLimit) {
    throw new AppError('SPOTIFY_REFUSED', 'The playlist in Spotify changes while it is written; something else seems to change it too.')
  }
  return { step: 'write', writtenCount: 0, rewriteCount: rewriteCount + 1 }
}
