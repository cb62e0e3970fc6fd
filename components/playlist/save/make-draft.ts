import { overallConfidence } from '@/components/state/overall-confidence'
import type { Playlist } from '@/lib/contracts/playlist-api'

import { readDraft, type SaveDraft } from './save-draft'
import { savedDescription, savedName, type MadeFor } from './save-words'

/** What to save of a playlist: what the listener saw before a sign-in, else made from the state, or from the songs where that is gone. */
export async function makeDraft({
  playlist: { playlistId, createdAtMs, songs },
  madeFor,
}: {
  readonly playlist: Playlist
  readonly madeFor: MadeFor | undefined
}): Promise<SaveDraft> {
  const kept = readDraft(playlistId)
  if (kept !== undefined) return kept
  const name = savedName(madeFor?.goal, createdAtMs)
  const draft = { playlistId, name, description: savedDescription(madeFor, createdAtMs), isFromState: madeFor !== undefined }
  const { barsOfSongs, drawCover } = await import('./draw-cover')
  const bars = madeFor?.stateVector ?? barsOfSongs(songs.map(({ song }) => song))
  const confidence = madeFor === undefined ? 1 : overallConfidence(madeFor.userState)
  const coverJpegBase64 = await drawCover({ title: coverTitle(name), bars, confidence })
  return { ...draft, ...(coverJpegBase64 === undefined ? {} : { coverJpegBase64 }) }
}

/** The name without its day. */
const coverTitle = (name: string) => name.split(',')[0] ?? name
