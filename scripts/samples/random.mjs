/** A seeded source of random numbers (mulberry32), so that every run draws the same. */
export function createRandom(seed) {
  let state = seed >>> 0
  /** 0..1, below 1 */
  const uniform = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  /** Mean 0, standard deviation 1 (Box and Muller's transform). */
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  return { uniform, normal }
}

/** Noise that drifts: each value leans on the one before over about memoryCount values; mean 0, standard deviation 1. */
export function createDrift(random, memoryCount) {
  const keep = Math.exp(-1 / memoryCount)
  const fresh = Math.sqrt(1 - keep * keep)
  let value = random.normal()
  return () => (value = keep * value + fresh * random.normal())
}
