import { describe, expect, it } from 'vitest'
import { readStretch } from './read-stretch'
import type { Estimate } from './user-state'

const minute = (index: number, scores: readonly number[], confidence = 0.8): Estimate => ({
  startMs: index * 60_000,
  endMs: (index + 1) * 60_000,
  scores,
  confidence,
})

describe('readStretch', () => {
  it('says nothing where there is no estimate', () => {
    expect(readStretch([])).toBeUndefined()
    expect(readStretch([minute(0, [1, 0])], { startMs: 600_000, endMs: 700_000 })).toBeUndefined()
  })

  it('reads equal estimates as one of them', () => {
    const reading = readStretch([minute(0, [0.25, 0.75]), minute(1, [0.25, 0.75])])
    expect(reading?.scores[1]).toBeCloseTo(0.75)
    expect(reading?.confidence).toBeCloseTo(0.8)
    expect(reading?.labelIndex).toBe(1)
    expect([reading?.startMs, reading?.endMs]).toEqual([0, 120_000])
  })

  it('reads only the stretch that was chosen, by how much of an estimate lies in it', () => {
    const estimates = [minute(0, [1, 0]), minute(1, [0, 1]), minute(2, [0, 1])]
    expect(readStretch(estimates, { startMs: 60_000, endMs: 180_000 })?.scores[1]).toBeCloseTo(1)
    expect(readStretch(estimates, { startMs: 30_000, endMs: 120_000 })?.scores[1]).toBeCloseTo(2 / 3)
  })

  it('is less sure where sure estimates contradict each other', () => {
    const divided = readStretch([minute(0, [0.9, 0.1]), minute(1, [0.9, 0.1]), minute(2, [0.1, 0.9])])
    expect(divided?.labelIndex).toBe(0)
    expect(divided?.confidence).toBeCloseTo(0.8 * (2 / 3))
  })

  it('counts a picture, which has no length', () => {
    expect(readStretch([{ startMs: 5, endMs: 5, scores: [0.4, 0.6], confidence: 0.5 }])?.labelIndex).toBe(1)
  })
})
