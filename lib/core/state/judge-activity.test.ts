import { describe, expect, it } from 'vitest'

import { seededRandom, activityWindowSpec } from '../signal/test-support'
import type { SignalWindow } from '../signal/window-spec'
import { isSurelyWalking, judgeActivity } from './judge-activity'

/** A window of a phone at rest that trembles by so much, g. */
function restingWindow(tremorG: number, isUpright: boolean): SignalWindow {
  const random = seededRandom(3)
  const values = Float32Array.from({ length: 128 * 6 }, (_, index) => (index % 6 === 1 ? 1 : 0) + tremorG * (random() - 0.5))
  return { startMs: 0, endMs: 2560, values, presence: Float32Array.of(1, 1, isUpright ? 1 : 0) }
}

const estimateOf = (scores: readonly number[]) => ({ startMs: 0, endMs: 2560, scores, confidence: Math.max(...scores) })
const third = 0.96 / 3
const atRest = [third, third, third, 0.01, 0.01, 0.01, 0.01]

describe('judgeActivity', () => {
  it('counts lying, sitting and standing as one answer as long as up is not known', () => {
    const judged = judgeActivity(estimateOf(atRest), restingWindow(0.02, false), activityWindowSpec)
    expect(judged.confidence).toBeCloseTo(0.96, 5)
    expect(judged.doubt).toBeUndefined()
  })

  it('is unsure of three alike postures when up is known', () => {
    expect(judgeActivity(estimateOf(atRest), restingWindow(0.02, true), activityWindowSpec).doubt).toBe('unknownMovement')
  })

  it('says that a phone without a tremor is not worn, whatever the model says', () => {
    const judged = judgeActivity(estimateOf([0.97, 0.01, 0.02, 0, 0, 0, 0]), restingWindow(0.0005, true), activityWindowSpec)
    expect(judged).toMatchObject({ confidence: 0, doubt: 'notWorn' })
  })

  it('calls a movement unknown that no activity stands out in', () => {
    const judged = judgeActivity(estimateOf([0.05, 0.05, 0.05, 0.25, 0.2, 0.2, 0.2]), restingWindow(0.5, false), activityWindowSpec)
    expect(judged.doubt).toBe('unknownMovement')
  })

  it('takes stairs for walking where it is asked whether somebody walks', () => {
    expect(isSurelyWalking(estimateOf([0, 0, 0, 0.4, 0.3, 0.2, 0.1]))).toBe(true)
    expect(isSurelyWalking(estimateOf([0, 0, 0, 0.1, 0, 0, 0.9]))).toBe(false)
  })
})
