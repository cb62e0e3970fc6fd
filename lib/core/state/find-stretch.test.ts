import { expect, test } from 'vitest'

import { findHighStretch, findLowStretch } from './find-stretch'
import { estimateAt, estimateStepMs, runsOf } from './own-stretches'
import type { Estimate } from './user-state'

const levelOf = ({ scores }: Estimate) => scores[1] ?? NaN
/** Windows of a minute every 15 s from a time on, each with its level. */
const estimatesOf = (levels: readonly number[], fromMs = 0): readonly Estimate[] =>
  levels.map((level, index) => ({
    startMs: fromMs + index * 15_000,
    endMs: fromMs + index * 15_000 + 60_000,
    scores: [1 - level, level],
    confidence: 0.9,
  }))
const runs = (estimates: readonly Estimate[]) => runsOf(estimates, () => 'all')

test('each estimate owns the step around its middle, and runs end at gaps and where the kind changes', () => {
  const estimates = [...estimatesOf([0.1, 0.2, 0.9]), ...estimatesOf([0.8], 600_000)]
  expect(estimateStepMs(estimates)).toBe(15_000)
  const kinds = runsOf(estimates, (estimate) => levelOf(estimate) > 0.5)
  expect(kinds.map(({ startMs, endMs, kind }) => [startMs / 1000, endMs / 1000, kind])).toEqual([
    [22.5, 52.5, false],
    [52.5, 67.5, true],
    [622.5, 637.5, true],
  ])
})

test('the estimate of a moment is the nearest one, and there is none a step away from all', () => {
  const estimates = [...estimatesOf([0.1, 0.2, 0.9]), ...estimatesOf([0.8], 600_000)]
  const levelAt = (sec: number) => {
    const found = estimateAt(estimates, sec * 1000, 15_000)
    return found && levelOf(found)
  }
  expect([30, 37, 38, 60, 75, 76, 630].map(levelAt)).toEqual([0.1, 0.1, 0.2, 0.9, 0.9, undefined, 0.8])
  expect(estimateAt([], 0, 15_000)).toBeUndefined()
})

test('the highest stretch is the episode with its short dip, not the single peak elsewhere', () => {
  const estimates = estimatesOf([0.1, 0.99, 0.1, 0.1, 0.8, 0.9, 0.4, 0.9, 0.8, 0.1])
  const found = findHighStretch(runs(estimates), levelOf, 0.5)
  expect(found).toMatchObject({ startMs: 82_500, endMs: 157_500 })
  expect(found?.level).toBeCloseTo(0.76, 9)
  expect(findHighStretch(runs(estimates), levelOf, 0.995)).toBeUndefined()
})

test('an episode does not reach across a gap', () => {
  const estimates = [...estimatesOf([0.9, 0.9]), ...estimatesOf([0.9, 0.9, 0.9], 600_000)]
  expect(findHighStretch(runs(estimates), levelOf, 0.5)).toMatchObject({ startMs: 622_500, endMs: 667_500 })
})

test('the lowest stretch has the length that was asked for, or is the longest run where all are shorter', () => {
  const estimates = estimatesOf([0.5, 0.4, 0.1, 0.1, 0.2, 0.1, 0.6, 0.7])
  expect(findLowStretch(runs(estimates), levelOf, 60_000)).toMatchObject({ startMs: 52_500, endMs: 112_500 })
  expect(findLowStretch(runs(estimates), levelOf, 3_600_000)).toMatchObject({ startMs: 22_500, endMs: 142_500 })
  expect(findLowStretch([], levelOf, 60_000)).toBeUndefined()
})
