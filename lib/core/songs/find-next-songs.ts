import { findSongPosition } from './find-song-position'
import { scanSimilarities } from './scan-similarities'
import { selectTop } from './select-top'
import { artistsAt, songIdAt, titleAt } from './song-at'
import { numberAt, type SongIndex } from './song-index'
import { minSongMs } from './plan-playlist'
import { artistKey, songKey } from './song-keys'

/** Songs of one artist in a playlist. */
const artistLimit = 2
/** Songs looked at for each one wanted. */
const lookedAtPerSong = 40

/**
 * Returns the songs that can stand in for one of a playlist, nearest first: songs of the catalogue, of a song's length, that are neither in
 * the playlist nor removed from it, nor another recording of one that is, nor of an artist whom the playlist has twice. Empty for a song
 * that the catalogue does not have.
 */
export function findNextSongs(
  songIndex: SongIndex,
  wanted: {
    readonly songId: string
    readonly songCount: number
    readonly playlistSongIds: readonly string[]
    readonly excludedSongIds: readonly string[]
  },
): readonly string[] {
  const position = findSongPosition(songIndex, wanted.songId)
  if (position === undefined) return []
  const { dims, vectors, numbers } = songIndex
  const similarities = scanSimilarities(songIndex, vectors.subarray(position * dims, (position + 1) * dims))
  const isExplicitWelcome = numberAt(numbers.isExplicit, position) === 1
  const inPlaylist = positionsOf(songIndex, wanted.playlistSongIds)
  const taken = new Set([...inPlaylist, ...positionsOf(songIndex, wanted.excludedSongIds)])
  const takenKeys = new Set(Array.from(taken, (taken) => keyAt(songIndex, taken)))
  const artistCounts = new Map<string, number>()
  for (const other of inPlaylist) {
    if (other === position) continue
    const artist = artistKey(artistsAt(songIndex, other))
    artistCounts.set(artist, (artistCounts.get(artist) ?? 0) + 1)
  }
  const isAllowed = (row: number) =>
    !taken.has(row) &&
    (numberAt(numbers.durationMs, row) ?? minSongMs) >= minSongMs &&
    (isExplicitWelcome || numberAt(numbers.isExplicit, row) !== 1)
  const found: string[] = []
  for (const row of selectTop(similarities, wanted.songCount * lookedAtPerSong, isAllowed)) {
    if (found.length >= wanted.songCount) break
    const isFree = (artistCounts.get(artistKey(artistsAt(songIndex, row))) ?? 0) < artistLimit && !takenKeys.has(keyAt(songIndex, row))
    if (isFree) found.push(songIdAt(songIndex, row))
  }
  return found
}

function positionsOf(songIndex: SongIndex, songIds: readonly string[]): ReadonlySet<number> {
  return new Set(songIds.flatMap((songId) => findSongPosition(songIndex, songId) ?? []))
}

function keyAt(songIndex: SongIndex, songPosition: number): string {
  return songKey(titleAt(songIndex, songPosition), artistsAt(songIndex, songPosition))
}
