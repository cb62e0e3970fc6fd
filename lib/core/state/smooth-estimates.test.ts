import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { smoothEstimates } from './smooth-estimates'
import type { Estimate } from './user-state'

const estimateAt = (endSec: number, scores: readonly number[], confidence = 0.9): Estimate => ({
  startMs: (endSec - 1) * 1000,
  endMs: endSec * 1000,
  scores,
  confidence,
})

describe('smoothEstimates', () => {
  it('gives back as many estimates as it was given, and none for none', () => {
    expect(smoothEstimates([], 10)).toEqual([])
    expect(smoothEstimates([estimateAt(1, [0.2, 0.8])], 10)).toHaveLength(1)
  })

  it('leaves the first estimate as it is', () => {
    const [first] = smoothEstimates([estimateAt(1, [0.3, 0.7], 0.6)], 10)
    expect(first?.scores.map((score) => Number(score.toFixed(9)))).toEqual([0.3, 0.7])
    expect(first?.confidence).toBeCloseTo(0.6)
    expect(first?.labelIndex).toBe(1)
  })

  it('keeps the sum of the scores at one', () => {
    const smoothed = smoothEstimates([estimateAt(1, [0.2, 0.8], 0.4), estimateAt(2, [0.9, 0.1], 1), estimateAt(3, [0.5, 0.5], 0)], 5)
    for (const { scores } of smoothed) expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1)
  })

  it('knows nothing of what comes later', () => {
    const estimates = [estimateAt(1, [0.2, 0.8]), estimateAt(2, [0.6, 0.4]), estimateAt(3, [0.9, 0.1])]
    expect(smoothEstimates(estimates, 5).slice(0, 2)).toEqual(smoothEstimates(estimates.slice(0, 2), 5))
  })

  it('does not change its label for a few dissenting estimates', () => {
    const estimates = Array.from({ length: 40 }, (_, index) => estimateAt(index + 1, index % 7 === 3 ? [0.3, 0.7] : [0.7, 0.3]))
    expect(new Set(smoothEstimates(estimates, 10).map(({ labelIndex }) => labelIndex))).toEqual(new Set([0]))
  })

  it('holds its label where two labels stay within a hair of each other', () => {
    const estimates = Array.from({ length: 40 }, (_, index) => estimateAt(index + 1, index % 2 === 0 ? [0.53, 0.47] : [0.45, 0.55]))
    const labels = smoothEstimates(estimates, 1).map(({ labelIndex }) => labelIndex)
    expect(labels).toEqual(labels.map(() => 0))
  })

  it('follows a change that lasts', () => {
    const estimates = Array.from({ length: 40 }, (_, index) => estimateAt(index + 1, index < 20 ? [0.8, 0.2] : [0.2, 0.8]))
    expect(smoothEstimates(estimates, 5).at(-1)?.labelIndex).toBe(1)
  })

  it('listens more to estimates that are sure', () => {
    const unsure = smoothEstimates([estimateAt(1, [1, 0], 0.9), estimateAt(2, [0, 1], 0.1)], 100).at(-1)
    expect(unsure?.scores[0]).toBeGreaterThan(0.8)
  })

  it('forgets what lies a long silence back', () => {
    const smoothed = smoothEstimates([estimateAt(1, [1, 0]), estimateAt(1000, [0, 1])], 10).at(-1)
    expect(smoothed?.scores[1]).toBeCloseTo(1)
    expect(smoothed?.labelIndex).toBe(1)
  })

  const framesOfExpressions = fc.array(
    fc.record({
      scores: fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 }),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { minLength: 1, maxLength: 200 },
  )
  const framesPerSec = 30

  it('changes the label at most once in four fifths of its memory, whatever comes thirty times a second', () => {
    fc.assert(
      fc.property(framesOfExpressions, (frames) => {
        const smoothed = smoothEstimates(
          frames.map(({ scores, confidence }, index) => estimateAt(index / framesPerSec, scores, confidence)),
          1,
        )
        let changedMs = -Infinity
        smoothed.forEach(({ labelIndex, endMs }, index) => {
          if (index === 0 || labelIndex === smoothed[index - 1]?.labelIndex) return
          expect(endMs - changedMs).toBeGreaterThanOrEqual(800 - 1e-6)
          changedMs = endMs
        })
      }),
    )
  })

  it('never leaves the range of the scores that went in', () => {
    fc.assert(
      fc.property(framesOfExpressions, (frames) => {
        const smoothed = smoothEstimates(
          frames.map(({ scores, confidence }, index) => estimateAt(index / framesPerSec, scores, confidence)),
          1,
        )
        for (let label = 0; label < 7; label++) {
          const given = frames.map(({ scores }) => scores[label] ?? NaN)
          for (const { scores } of smoothed) {
            expect(scores[label]).toBeGreaterThanOrEqual(Math.min(...given) - 1e-9)
            expect(scores[label]).toBeLessThanOrEqual(Math.max(...given) + 1e-9)
          }
        }
      }),
      { numRuns: 30 },
    )
  })
})
