import { songIdLength } from './song-index'

/**
 * Begins the id of a song of which no Spotify id is known. Spotify's ids are numbers of 128 bits in base 62, so that their first letter is
 * a digit up to 7: none of them begins like this.
 */
const ownPrefix = 'own'
const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz'

/** Returns the id that a song without one of Spotify's goes by, the same for the same key: 22 letters and digits. */
export function ownSongId(key: string): string {
  let id = ownPrefix
  // Four hashes of 32 bits, each begun with another number: nineteen letters of base 36 hold most of them.
  for (let round = 0; id.length < songIdLength; round++) id += lettersOf(hash(key, round))
  return id.slice(0, songIdLength)
}

/** Whether an id was made by `ownSongId`: Spotify has no such song. */
export function isOwnSongId(songId: string): boolean {
  return songId.startsWith(ownPrefix)
}

function lettersOf(value: number): string {
  let rest = value
  let letters = ''
  for (let place = 0; place < 5; place++) {
    letters += alphabet.charAt(rest % alphabet.length)
    rest = Math.floor(rest / alphabet.length)
  }
  return letters
}

/** MurmurHash3's mixing (Austin Appleby, public domain) over UTF-16 units, from a seed. */
function hash(key: string, seed: number): number {
  let value = Math.imul(seed + 1, 0x9e3779b1)
  for (let index = 0; index < key.length; index++) {
    value = Math.imul(value ^ key.charCodeAt(index), 0x85ebca6b)
    value = (value << 13) | (value >>> 19)
  }
  value ^= value >>> 16
  value = Math.imul(value, 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
