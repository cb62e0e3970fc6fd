/** Returns a number 0..1 (1 excluded) that a seed and a position always give alike, and that neighbours do not share. */
export function seededShare(seed: number, position: number): number {
  // The finaliser of MurmurHash3 (Appleby): every bit of the input reaches every bit of the result.
  let hash = (Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(position + 1, 0x85ebca77)) | 0
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}
