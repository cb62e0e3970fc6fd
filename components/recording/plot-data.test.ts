import { expect, test } from 'vitest'

import type { Estimate } from '@/lib/core/state/user-state'

import { labelShares } from './label-shares'
import { meanLine, scoreLine, stepSec } from './plot-data'
import { lengthWords } from './time-words'

const estimate = (startSec: number, scores: readonly number[]): Estimate => ({
  startMs: startSec * 1000,
  endMs: (startSec + 60) * 1000,
  scores,
  confidence: 0.5,
})

test('a score is drawn in percent at the middle of its window, and the line breaks where windows are missing', () => {
  const estimates = [0, 15, 30, 200, 215].map((startSec) => estimate(startSec, [0.25, 0.75]))
  expect(stepSec(estimates)).toBe(15)
  expect(scoreLine(estimates, 1)).toEqual([
    [30, 45, 60, 145, 230, 245],
    [75, 75, 75, null, 75, 75],
  ])
})

test('a long series is drawn as means, and silence is a gap', () => {
  const timestampsMs = Float64Array.from([0, 500, 1000, 1500, 9000, 9500, 10_000])
  const [times, means] = meanLine({ timestampsMs, values: Float32Array.from([1, 3, 5, NaN, 7, 9, 9]) }, 10)
  expect(times).toHaveLength(11)
  expect(means.slice(0, 3)).toEqual([2, 5, null])
  expect(means.slice(-2)).toEqual([8, 9])
  expect(meanLine({ timestampsMs: new Float64Array(0), values: new Float32Array(0) }, 10)).toEqual([[], []])
})

test('labels are counted by how often they were the likeliest', () => {
  const estimates = [estimate(0, [0.9, 0.1, 0]), estimate(15, [0.6, 0.4, 0]), estimate(30, [0.1, 0.8, 0.1])]
  expect(labelShares(estimates, ['still', 'walking', 'running'])).toEqual([
    { label: 'still', share: 2 / 3 },
    { label: 'walking', share: 1 / 3 },
  ])
})

test('a length is said in the largest unit that fits', () => {
  expect([45_000, 300_000, 4_800_000, 7_200_000].map(lengthWords)).toEqual(['45 seconds', '5 minutes', '1 hour 20 minutes', '2 hours'])
})
