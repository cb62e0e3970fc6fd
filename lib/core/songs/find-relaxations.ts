import { bitOf } from './filter-songs'
import type { SearchedSource } from './gather-runs'
import { maxSongsPerArtist } from './sequence-songs'
import type { SongKeys } from './song-keys-of'
import type { Relaxation } from './too-few-songs-error'
import { filterNames, type FilterName } from './wishes'

/** Songs counted by artist: of one artist at most two can play. */
type Capacity = { readonly add: (artistKey: number) => void; readonly songCount: () => number }

function createCapacity(): Capacity {
  const counts = new Map<number, number>()
  let songCount = 0
  return {
    add: (artistKey) => {
      const count = counts.get(artistKey) ?? 0
      if (count >= maxSongsPerArtist) return
      counts.set(artistKey, count + 1)
      songCount++
    },
    songCount: () => songCount,
  }
}

/**
 * Works out for each wish that keeps songs out how many songs could play without it, at most two of each artist: those that are enough
 * first, then those that bring most. Wishes that bring nothing are absent.
 */
export function findRelaxations(
  sources: readonly SearchedSource[],
  keys: SongKeys,
  {
    wantedCount,
    extraFailsOf,
  }: { readonly wantedCount: number; readonly extraFailsOf: (source: SearchedSource, songPosition: number) => number },
): readonly Relaxation[] {
  const now = createCapacity()
  const without = new Map<FilterName, Capacity>(filterNames.map((wish) => [wish, createCapacity()]))
  const wishOfBits = new Map<number, FilterName>(filterNames.map((wish) => [bitOf(wish), wish]))
  for (const source of sources) {
    const { fails, songIndex } = source
    for (let row = 0; row < fails.length; row++) {
      let bits = fails[row] ?? 0
      // Songs that fail two wishes come back with neither of them.
      if ((bits & (bits - 1)) !== 0) continue
      bits |= extraFailsOf(source, row)
      if (bits === 0) {
        const artist = keys.artistKeyAt(songIndex, row)
        now.add(artist)
        for (const capacity of without.values()) capacity.add(artist)
        continue
      }
      const wish = wishOfBits.get(bits)
      if (wish !== undefined) without.get(wish)?.add(keys.artistKeyAt(songIndex, row))
    }
  }
  return [...without]
    .map(([wish, capacity]) => ({ wish, songCount: capacity.songCount(), isEnough: capacity.songCount() >= wantedCount }))
    .filter(({ songCount }) => songCount > now.songCount())
    .sort((a, b) => Number(b.isEnough) - Number(a.isEnough) || b.songCount - a.songCount)
}
