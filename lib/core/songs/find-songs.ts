import { scanSimilarities } from './scan-similarities'
import { selectTop } from './select-top'
import type { SongIndex } from './song-index'

/** A song's position in the index and its cosine to the query, -1..1. */
export type RankedSong = { readonly songPosition: number; readonly similarity: number }

/** Whether the song at a position of the index may be in the result. */
export type IsAllowed = (songPosition: number) => boolean

/**
 * Returns the songs nearest to a query vector (dims,) by exact cosine similarity, nearest first.
 *
 * Fewer than `songCount` come back where fewer are allowed.
 */
export function findSongs(
  songIndex: SongIndex,
  wanted: { readonly queryVector: ArrayLike<number>; readonly songCount: number; readonly isAllowed?: IsAllowed },
): readonly RankedSong[] {
  const similarities = scanSimilarities(songIndex, wanted.queryVector)
  return selectTop(similarities, wanted.songCount, wanted.isAllowed).map((songPosition) => ({
    songPosition,
    similarity: similarities[songPosition] ?? 0,
  }))
}
