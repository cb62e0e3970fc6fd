import 'server-only'

import type { PlaylistRequest } from '@/lib/contracts/playlist-api'
import { cosineOf } from '@/lib/core/songs/cosine-of'
import { planPlaylist, type PlannedPlaylist } from '@/lib/core/songs/plan-playlist'
import { scanTwoSimilarities } from '@/lib/core/songs/scan-similarities'
import type { SongIndex } from '@/lib/core/songs/song-index'
import { createSongKeys, type SongKeys } from '@/lib/core/songs/song-keys-of'

import type { SongSearch } from '../songs/open-song-search'

import { vectorOf } from './vector-of'

/** A listener's library: their songs that the catalogue has, by id, and an index of those that it lacks. */
export type ListenerLibrary = { readonly songIds: readonly string[]; readonly ownIndex?: SongIndex }

const catalogueKeys = createSongKeys()
/** Names from a listener's own index stay with that index: when it is deleted or put away, they are gone too. */
const keysBeside = new WeakMap<SongIndex, SongKeys>()

function keysFor(ownIndex: SongIndex | undefined): SongKeys {
  if (ownIndex === undefined) return catalogueKeys
  const keys = keysBeside.get(ownIndex) ?? createSongKeys()
  keysBeside.set(ownIndex, keys)
  return keys
}

/** What a reply says of the planning: the songs, what was left out where something was, and how long it took. */
export type PlannedSongs = Pick<PlannedPlaylist, 'songs'> & { readonly planMs: number; readonly leftOut?: PlannedPlaylist['leftOut'] }

/** Plans the songs of a request. The vectors are used here and kept nowhere. */
export async function planSongs(
  { songIndex, withSimilarities }: SongSearch,
  { stateVector, goalVector, wishes }: PlaylistRequest,
  library?: ListenerLibrary,
): Promise<PlannedSongs> {
  const startedAtMs = performance.now()
  const { songs, leftOut } = await withSimilarities({ stateVector, goalVector }, ({ toState, toGoal }) => {
    const sources = [{ songIndex, toState, toGoal }, ...ownSource(library, stateVector, goalVector)]
    const keys = keysFor(library?.ownIndex)
    const pathCosine = toState === toGoal ? 1 : cosineOf(stateVector, goalVector)
    return planPlaylist({ sources, keys, pathCosine, wishes, ...(library === undefined ? {} : { librarySongIds: library.songIds }) })
  })
  const indexes = [songIndex, ...(library?.ownIndex === undefined ? [] : [library.ownIndex])]
  const withVectors = songs.map((entry) => ({ ...entry, ...vectorOf(entry.song.songId, indexes) }))
  return { songs: withVectors, ...(leftOut.length === 0 ? {} : { leftOut }), planMs: performance.now() - startedAtMs }
}

function ownSource(library: ListenerLibrary | undefined, stateVector: ArrayLike<number>, goalVector: ArrayLike<number>) {
  if (library?.ownIndex === undefined) return []
  const [toState, toGoal] = scanTwoSimilarities(library.ownIndex, stateVector, goalVector)
  return [{ songIndex: library.ownIndex, toState, toGoal, isLibrary: true }]
}
