import { describe, expect, it } from 'vitest'

import { createActivitySmoother, smoothActivity } from './smooth-activity'
import type { Estimate } from './user-state'

const STRIDE_MS = 1280
const estimate = (index: number, scores: readonly number[]): Estimate => ({
  startMs: index * STRIDE_MS,
  endMs: index * STRIDE_MS + 2 * STRIDE_MS,
  scores,
  confidence: Math.max(...scores),
})
const likeliest = ({ scores }: Estimate) => scores.indexOf(Math.max(...scores))

const sitting = [0.9, 0.05, 0.05]
const walking = [0.05, 0.9, 0.05]
const doubtful = [0.35, 0.6, 0.05]

/** Ten windows of one activity with a doubtful one among them, then ten of another. */
const course = [
  ...Array.from({ length: 10 }, (_, index) => (index === 5 ? doubtful : sitting)),
  ...Array.from({ length: 10 }, () => walking),
].map((scores, index) => estimate(index, scores))

describe('smoothing of activity', () => {
  it('overrules one doubtful window and follows a change within two', () => {
    const smoother = createActivitySmoother()
    const labels = course.map((given) => likeliest(smoother.push(given)))
    expect(labels.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 0))
    expect(labels.slice(12)).toEqual(Array.from({ length: 8 }, () => 1))
  })

  it('finds the change where it was when it knows what came after', () => {
    expect(smoothActivity(course).map(likeliest)).toEqual(course.map((_, index) => (index < 10 ? 0 : 1)))
  })

  it('keeps times and confidence, and gives shares that sum to one', () => {
    for (const [index, smoothed] of smoothActivity(course).entries()) {
      expect(smoothed).toMatchObject({
        startMs: course[index]?.startMs,
        endMs: course[index]?.endMs,
        confidence: course[index]?.confidence,
      })
      expect(smoothed.scores.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 10)
    }
  })

  it('carries nothing over a long silence', () => {
    const smoother = createActivitySmoother()
    for (const given of course.slice(0, 5)) smoother.push(given)
    const fresh = createActivitySmoother().push(estimate(100, doubtful))
    expect(smoother.push(estimate(100, doubtful)).scores).toEqual(fresh.scores)
  })

  it('gives nothing for nothing', () => {
    expect(smoothActivity([])).toEqual([])
  })
})
