import { expect, test } from 'vitest'

import { activityLabels, type ActivityLabel } from './labels'
import { summariseMovement } from './summarise-movement'
import type { Estimate } from './user-state'

/** Estimates of ten seconds every five, each with what it looks like; undefined is unknown movement. */
const estimatesOf = (labels: readonly (ActivityLabel | 'still' | undefined)[]): readonly Estimate[] =>
  labels.map((label, index) => ({
    startMs: index * 5000,
    endMs: index * 5000 + 10_000,
    scores: activityLabels.map((name, position) => (label === 'still' ? (position < 3 ? 1 / 3 : 0) : name === label ? 1 : 0)),
    confidence: 0.9,
    ...(label === undefined ? { doubt: 'unknownMovement' as const } : {}),
  }))
const times = <Item>(count: number, item: Item): readonly Item[] => Array.from({ length: count }, () => item)

test('a walk with a short stop is one stretch; its time is that of the walking alone, its steps those in it', () => {
  const estimates = estimatesOf([
    ...times(12, 'still' as const),
    ...times(12, 'walking' as const),
    ...times(3, 'still' as const),
    ...times(6, 'walking' as const),
  ])
  const cadence = Array.from({ length: 60 }, (_, index) => ({
    startMs: 60_000 + index * 2000,
    endMs: 68_000 + index * 2000,
    cadenceSpm: 110,
    confidence: 0.9,
  }))
  const [still, walking] = summariseMovement(estimates, cadence).toSorted((one, other) => one.activity.localeCompare(other.activity))
  expect(still).toMatchObject({ activity: 'still', totalMs: 75_000, boutCount: 2 })
  expect(walking).toMatchObject({ activity: 'walking', totalMs: 90_000, boutCount: 1, cadenceSpm: 110 })
  expect(walking?.longest).toEqual({ startMs: 62_500, endMs: 167_500 })
})

test('the most frequent comes first, and what is doubtful or lasts a moment has no line', () => {
  const estimates = estimatesOf([
    ...times(10, 'sitting' as const),
    ...times(8, undefined),
    ...times(2, 'running' as const),
    ...times(20, 'walking' as const),
  ])
  expect(summariseMovement(estimates, []).map(({ activity, totalMs, cadenceSpm }) => [activity, totalMs, cadenceSpm])).toEqual([
    ['walking', 100_000, undefined],
    ['sitting', 50_000, undefined],
  ])
  expect(summariseMovement([], [])).toEqual([])
})
