import { expect, test } from 'vitest'

import type { Abstain } from './abstain'
import { summariseStress } from './summarise-stress'
import type { Estimate } from './user-state'

const abstain: Abstain = (confidence) => (confidence < 0.45 ? 'unsure' : undefined)
/** Windows of a minute every 15 s with scores of stress and meditation; the rest is baseline. */
const estimatesOf = (scores: readonly (readonly [stress: number, meditation: number, confidence?: number])[]): readonly Estimate[] =>
  scores.map(([stress, meditation, confidence = 0.9], index) => ({
    startMs: index * 15_000,
    endMs: index * 15_000 + 60_000,
    scores: [1 - stress - meditation, stress, 0, meditation],
    confidence,
  }))
const times = <Item>(count: number, item: Item): readonly Item[] => Array.from({ length: count }, () => item)

test('the most stressed and the calmest stretch are found, and what cannot be read counts for neither', () => {
  const estimates = estimatesOf([
    ...times(20, [0.1, 0] as const),
    ...times(12, [0.9, 0] as const),
    ...times(4, [0.99, 0, 0.2] as const),
    ...times(20, [0.02, 0.6] as const),
  ])
  const { mostStressed, calmest, silent, silentMs, readMs } = summariseStress(estimates, abstain)
  expect(mostStressed?.level).toBeCloseTo(0.9, 9)
  expect(mostStressed).toMatchObject({ startMs: 322_500, endMs: 502_500 })
  expect(calmest?.startMs).toBeGreaterThanOrEqual(562_500)
  expect(calmest?.level).toBeCloseTo(0.02, 9)
  expect(silent).toEqual([{ startMs: 502_500, endMs: 562_500, abstention: 'unsure' }])
  expect(silentMs).toBe(60_000)
  expect(readMs).toBe(56 * 15_000)
})

test('less than a minute of stress is no episode', () => {
  expect(
    summariseStress(estimatesOf([...times(8, [0.1, 0] as const), ...times(3, [0.9, 0] as const), ...times(8, [0.1, 0] as const)]), abstain)
      .mostStressed,
  ).toBeUndefined()
})

test('where all is stressed nothing is called calm', () => {
  expect(summariseStress(estimatesOf(times(20, [0.9, 0] as const)), abstain).calmest).toBeUndefined()
})

test('of a recording that cannot be read only that is said', () => {
  const summary = summariseStress(estimatesOf(times(10, [0.9, 0, 0.1] as const)), abstain)
  expect(summary.mostStressed).toBeUndefined()
  expect(summary.calmest).toBeUndefined()
  expect(summary.silentMs).toBe(summary.readMs)
})
