import { expect, it } from 'vitest'

import { seededShare } from './seeded-share'

it('seededShare gives the same number for the same seed and position, evenly over 0 to 1', () => {
  const bins = new Uint32Array(10)
  for (let position = 0; position < 20_000; position++) {
    const share = seededShare(3, position)
    expect(share).toBe(seededShare(3, position))
    const bin = Math.floor(share * 10)
    bins[bin] = (bins[bin] ?? 0) + 1
  }
  // 2,000 are expected in each; five standard deviations are 212
  for (const count of bins) expect(Math.abs(count - 2000)).toBeLessThan(212)
})
