import { expect, test } from 'vitest'

import type { Abstain } from '@/lib/core/state/abstain'
import type { Estimate } from '@/lib/core/state/user-state'

import { labelShares } from './label-shares'
import { estimatesInView, stressLines } from './plot-data'

/** A minute from a time on, with a score of stress and a confidence. */
const estimate = (startSec: number, stress: number, confidence = 0.9): Estimate => ({
  startMs: startSec * 1000,
  endMs: (startSec + 60) * 1000,
  scores: [1 - stress, stress, 0, 0],
  confidence,
})
const abstain: Abstain = (confidence) => (confidence < 0.5 ? 'unsure' : undefined)

test('stress is drawn in percent at the middle of its window, and the line breaks where windows are missing', () => {
  const estimates = [0, 15, 30, 200, 215].map((startSec) => estimate(startSec, 0.75))
  expect(stressLines(estimates, abstain, 15_000)).toEqual([
    [30, 45, 60, 145, 230, 245],
    [75, 75, 75, null, 75, 75],
    [null, null, null, null, null, null],
  ])
})

test('where nothing is claimed another line goes on, and the two meet', () => {
  const estimates = [estimate(0, 0.5), estimate(15, 0.25), estimate(30, 1, 0.1), estimate(45, 0, 0.1), estimate(60, 0.5)]
  expect(stressLines(estimates, abstain, 15_000).slice(1)).toEqual([
    [50, 25, null, 0, 50],
    [null, 25, 100, 0, null],
  ])
})

test('a view holds its own estimates and one beyond either end', () => {
  const estimates = [0, 15, 30, 45, 60].map((startSec) => estimate(startSec, 0.5))
  expect(estimatesInView(estimates, { startMs: 58_000, endMs: 62_000 }).map(({ startMs }) => startMs / 1000)).toEqual([15, 30, 45])
  expect(estimatesInView(estimates, { startMs: 0, endMs: 1_000_000 })).toEqual(estimates)
  expect(estimatesInView([], { startMs: 0, endMs: 1 })).toEqual([])
})

test('labels are counted by how often they were the likeliest', () => {
  const estimates = [estimate(0, 0.1), estimate(15, 0.2), estimate(30, 0.8)]
  expect(labelShares(estimates, ['at rest', 'stressed'])).toEqual([
    { label: 'at rest', share: 2 / 3 },
    { label: 'stressed', share: 1 / 3 },
  ])
})
