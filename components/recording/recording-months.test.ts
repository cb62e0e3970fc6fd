import { expect, test } from 'vitest'

import { recordingMonths } from './recording-months'

const startingAt = (...times: number[]) => times.map((startMs) => ({ startMs }))

test('recordings are sorted by the month in which they began, a year apart from the next', () => {
  const days = [
    new Date(2025, 2, 1, 8).getTime(),
    new Date(2025, 2, 31, 23, 59).getTime(),
    new Date(2025, 3, 1).getTime(),
    new Date(2026, 2, 14).getTime(),
  ]
  expect(recordingMonths(startingAt(...days))).toEqual([
    { words: 'March 2025', indices: [0, 1] },
    { words: 'April 2025', indices: [2] },
    { words: 'March 2026', indices: [3] },
  ])
})

test('of five years of days no list is longer than a month', () => {
  const days = Array.from({ length: 1826 }, (_, day) => new Date(2019, 0, 1 + day, 12).getTime())
  const months = recordingMonths(startingAt(...days))
  expect(months).toHaveLength(60)
  expect(Math.max(...months.map(({ indices }) => indices.length))).toBe(31)
  expect(months.flatMap(({ indices }) => indices)).toEqual(days.map((_, index) => index))
})
