import { expect, test } from 'vitest'

import type { Abstain } from './abstain'
import type { Estimate } from './user-state'
import { usualNow } from './usual-now'

/** Windows of a minute every 15 s, each as sure as said. */
const estimatesOf = (confidences: readonly number[]): readonly Estimate[] =>
  confidences.map((confidence, index) => ({
    startMs: index * 15_000,
    endMs: index * 15_000 + 60_000,
    scores: [1 - confidence / 2, confidence / 2],
    confidence,
  }))
const abstain: Abstain = (confidence) => (confidence < 0.45 ? 'unsure' : undefined)
const sure = (count: number) => Array.from({ length: count }, () => 0.9)
const unsure = (count: number) => Array.from({ length: count }, () => 0.1)

test('a recording that is read to its end stands for now by its end', () => {
  const estimates = estimatesOf(sure(40))
  expect(usualNow(estimates, 300_000, abstain)).toEqual({ startMs: 345_000, endMs: 645_000 })
  expect(usualNow(estimates, 300_000)).toEqual({ startMs: 345_000, endMs: 645_000 })
})

test('where the end is too unsure, the latest stretch stands for now that can be read', () => {
  const now = usualNow(estimatesOf([...sure(40), ...unsure(20)]), 300_000, abstain)
  const endOfSureMs = 39 * 15_000 + 60_000
  expect(now.endMs - now.startMs).toBe(300_000)
  expect(now.endMs).toBeGreaterThan(endOfSureMs)
  expect(now.endMs).toBeLessThan(endOfSureMs + 180_000)
})

test('where nothing can be read it is the end, and a recording shorter than the length is taken whole', () => {
  expect(usualNow(estimatesOf(unsure(40)), 300_000, abstain)).toEqual({ startMs: 345_000, endMs: 645_000 })
  expect(usualNow(estimatesOf(sure(3)), 300_000, abstain)).toEqual({ startMs: 0, endMs: 90_000 })
})
