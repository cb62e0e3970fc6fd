import { findSongPosition } from './find-song-position'
import type { RankedSong } from './find-songs'
import { filterSongs } from './filter-songs'
import { artistsAt, songIdAt, titleAt } from './song-at'
import { numberAt, type SongIndex } from './song-index'
import { artistKey, songKey } from './song-keys'
import type { SongWishes } from './wishes'

/** Songs of one artist in a playlist. */
const artistLimit = 2

/**
 * Returns those of `nearest` that can stand in for a song of a playlist, in their order: songs that its wishes let in, of a song's length, that
 * are neither in the playlist nor removed from it, nor another recording of one that is, nor of an artist whom the playlist has twice.
 */
export function findNextSongs(
  songIndex: SongIndex,
  nearest: readonly RankedSong[],
  wanted: {
    readonly songId: string
    readonly songCount: number
    readonly playlistSongIds: readonly string[]
    readonly wishes: SongWishes
    /** Songs that the listener knows, where the wishes ask for known or new ones. */
    readonly librarySongIds: readonly string[]
  },
): readonly string[] {
  const position = findSongPosition(songIndex, wanted.songId)
  if (position === undefined) return []
  const isExplicitWelcome = numberAt(songIndex.numbers.isExplicit, position) === 1
  const removedPositions = [...positionsOf(songIndex, wanted.wishes.excludedSongIds ?? [])]
  const inLibrary = positionsOf(songIndex, wanted.librarySongIds)
  const { fails } = filterSongs(songIndex, wanted.wishes, { isInLibrary: (row) => inLibrary.has(row), removedPositions })
  const inPlaylist = positionsOf(songIndex, wanted.playlistSongIds)
  const taken = new Set([...inPlaylist, ...removedPositions])
  const takenKeys = new Set(Array.from(taken, (taken) => keyAt(songIndex, taken)))
  const artistCounts = new Map<string, number>()
  for (const other of inPlaylist) {
    if (other === position) continue
    const artist = artistKey(artistsAt(songIndex, other))
    artistCounts.set(artist, (artistCounts.get(artist) ?? 0) + 1)
  }
  const isAllowed = (row: number) =>
    !taken.has(row) && fails[row] === 0 && (isExplicitWelcome || numberAt(songIndex.numbers.isExplicit, row) !== 1)
  const found: string[] = []
  for (const { songPosition: row } of nearest) {
    if (!isAllowed(row)) continue
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
