import { artistsAt, titleAt } from './song-at'
import type { SongIndex } from './song-index'
import { songKey } from './song-keys'

/** Finds songs of an index by title and artist. */
export type SongNames = {
  /** Whether every song was taken in. */
  readonly isWhole: () => boolean
  /** Takes in so many more songs; taking titles apart is slow, and other work may want its turn. */
  takeIn(songCount: number): void
  /**
   * Returns the position of a song by title and first artist, whatever their case, accents and remarks on the version; of several
   * recordings the one whose title is the same to the letter, else the most popular. Undefined where there is none.
   */
  find(title: string, artist: string): number | undefined
}

/**
 * Makes a table of the names of an index's songs, empty at first: eight bytes a song, however long the names. Songs whose names share a hash
 * are told apart by their names in the index.
 */
export function createSongNames(songIndex: SongIndex): SongNames {
  const { songCount, numbers } = songIndex
  const slotCount = 2 ** Math.ceil(Math.log2(Math.max(2, 2 * songCount)))
  // Open addressing: a slot holds the position of a song, plus 1.
  const slots = new Uint32Array(slotCount)
  let takenCount = 0

  const keyAt = (position: number) => songKey(titleAt(songIndex, position), artistsAt(songIndex, position))
  return {
    isWhole: () => takenCount === songCount,
    takeIn: (count) => {
      for (const end = Math.min(songCount, takenCount + count); takenCount < end; takenCount++) {
        let slot = hash(keyAt(takenCount)) & (slotCount - 1)
        while (slots[slot] !== 0) slot = (slot + 1) & (slotCount - 1)
        slots[slot] = takenCount + 1
      }
    },
    find: (title, artist) => {
      const key = songKey(title, [artist])
      let best: { readonly position: number; readonly rank: number } | undefined
      for (let slot = hash(key) & (slotCount - 1); slots[slot] !== 0; slot = (slot + 1) & (slotCount - 1)) {
        const position = (slots[slot] ?? 1) - 1
        if (keyAt(position) !== key) continue
        const isSame = titleAt(songIndex, position).toLowerCase() === title.toLowerCase()
        const { codes, missingCode } = numbers.popularity
        const popularity = codes[position] ?? missingCode
        const rank = (isSame ? 1000 : 0) + (popularity === missingCode ? 0 : popularity)
        if (best === undefined || rank > best.rank) best = { position, rank }
      }
      return best?.position
    },
  }
}

/** FNV-1a over UTF-16 units, then mixed, since the table looks at its low bits alone. */
function hash(key: string): number {
  let value = 0x811c9dc5
  for (let index = 0; index < key.length; index++) value = Math.imul(value ^ key.charCodeAt(index), 0x01000193)
  value ^= value >>> 15
  return Math.imul(value, 0x85ebca6b) >>> 0
}
