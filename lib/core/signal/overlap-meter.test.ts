import { expect, test } from 'vitest'

import { createOverlapMeter } from './overlap-meter'

test('what lies in any part counts once, however the parts overlap and in whatever order they come', () => {
  const overlapMs = createOverlapMeter([
    { startMs: 50, endMs: 60 },
    { startMs: 10, endMs: 30 },
    { startMs: 20, endMs: 40 },
  ])
  expect(overlapMs({ startMs: 0, endMs: 100 })).toBe(40)
  expect(overlapMs({ startMs: 15, endMs: 25 })).toBe(10)
  expect(overlapMs({ startMs: 35, endMs: 55 })).toBe(10)
  expect(overlapMs({ startMs: 40, endMs: 50 })).toBe(0)
  expect(overlapMs({ startMs: 60, endMs: 90 })).toBe(0)
})

test('without parts nothing overlaps', () => {
  expect(createOverlapMeter([])({ startMs: 0, endMs: 10 })).toBe(0)
})
