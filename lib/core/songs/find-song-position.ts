import { songIdLength, type SongIndex } from './song-index'

function compareTo(foundId: Uint8Array, songId: string): number {
  for (let letter = 0; letter < songIdLength; letter++) {
    const difference = (foundId[letter] ?? 0) - songId.charCodeAt(letter)
    if (difference !== 0) return difference
  }
  return 0
}

/** Returns where a song stands in the index, or undefined where the index has no song with that Spotify id. */
export function findSongPosition({ readSongIds, songCount }: SongIndex, songId: string): number | undefined {
  if (songId.length !== songIdLength) return undefined
  let [low, high] = [0, songCount - 1]
  while (low <= high) {
    const middle = (low + high) >>> 1
    const order = compareTo(readSongIds(middle * songIdLength, (middle + 1) * songIdLength), songId)
    if (order === 0) return middle
    if (order < 0) low = middle + 1
    else high = middle - 1
  }
  return undefined
}
