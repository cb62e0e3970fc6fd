import { artistKey, songKey } from './song-keys'
import { artistsAt, titleAt } from './song-at'
import type { SongIndex } from './song-index'

const unknownKey = -1

/** Numbers that stand for artists and songs across indexes: equal where two credits share their first artist, two rows the song. */
export type SongKeys = {
  artistKeyAt(songIndex: SongIndex, songPosition: number): number
  songKeyAt(songIndex: SongIndex, songPosition: number): number
  /** The number of an artist by name, or undefined where no song asked for so far is theirs. */
  keysOfArtistsAt(songIndex: SongIndex, songPosition: number): readonly number[]
  keyOfArtist(name: string): number
}

type Cached = { readonly artistKeys: Int32Array; readonly songKeys: Int32Array }

/**
 * Makes a table of the keys of songs, worked out when they are first asked for and kept: taking titles apart is slow, and the
 * songs near people's states are asked for again and again.
 */
export function createSongKeys(): SongKeys {
  const artistNumbers = new Map<string, number>()
  const songNumbers = new Map<string, number>()
  const cachedOf = new WeakMap<SongIndex, Cached>()
  const cached = (songIndex: SongIndex): Cached => {
    const known = cachedOf.get(songIndex)
    if (known !== undefined) return known
    const made = {
      artistKeys: new Int32Array(songIndex.credits.rowCount).fill(unknownKey),
      songKeys: new Int32Array(songIndex.songCount).fill(unknownKey),
    }
    cachedOf.set(songIndex, made)
    return made
  }
  const numberOf = (numbers: Map<string, number>, key: string): number => {
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, numbers.size)
    return numbers.size - 1
  }
  const keyOfArtist = (name: string) => numberOf(artistNumbers, artistKey([name]))
  return {
    keyOfArtist,
    keysOfArtistsAt: (songIndex, songPosition) => artistsAt(songIndex, songPosition).map(keyOfArtist),
    artistKeyAt: (songIndex, songPosition) => {
      const { artistKeys } = cached(songIndex)
      const credit = songIndex.creditIndexes[songPosition] ?? 0
      const known = artistKeys[credit] ?? unknownKey
      if (known !== unknownKey) return known
      return (artistKeys[credit] = numberOf(artistNumbers, artistKey(artistsAt(songIndex, songPosition))))
    },
    songKeyAt: (songIndex, songPosition) => {
      const { songKeys } = cached(songIndex)
      const known = songKeys[songPosition] ?? unknownKey
      if (known !== unknownKey) return known
      const key = songKey(titleAt(songIndex, songPosition), artistsAt(songIndex, songPosition))
      return (songKeys[songPosition] = numberOf(songNumbers, key))
    },
  }
}
