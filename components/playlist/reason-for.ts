import { explainSong } from '@/lib/core/songs/explain-song'
import { findMovingPart } from '@/lib/core/songs/find-moving-part'
import type { PlaylistSong } from '@/lib/core/songs/song'
import type { PlaylistState } from '@/lib/stores/studio-state'

import { readSongVector } from './read-song-vector'

/** The state and the goal that a playlist was made for. */
type MadeFor = NonNullable<PlaylistState['madeFor']>

/** Why a song is there: with the part of the state that brought it near. */
export const reasonFor = (entry: PlaylistSong, { userState, goal, stateVector, withouts }: MadeFor, cadenceSpm: number | undefined) => {
  const part = entry.vector === undefined ? undefined : findMovingPart(readSongVector(entry.vector), stateVector, withouts)
  return explainSong(entry, userState, goal, { part, cadenceSpm })
}
