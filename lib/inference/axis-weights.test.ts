import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { axisWeights } from './axis-weights'

const sizes = (inputCount: number, outputCount: number, slotCount = inputCount) => ({ inputCount, slotCount, outputCount })

/** What the weights make of one row of levels. */
function bring(levels: readonly number[], startPx: number, lengthPx: number, outputCount: number) {
  const weights = axisWeights({ startPx, lengthPx }, sizes(levels.length, outputCount))
  return Array.from({ length: outputCount }, (_, output) =>
    levels.reduce((sum, level, input) => sum + level * (weights[output * levels.length + input] ?? NaN), 0),
  )
}

const rounded = (values: readonly number[]) => values.map((value) => Math.round(value * 100) / 100)

describe('axisWeights', () => {
  it('leaves an axis of the wanted size as it is', () => {
    expect(rounded(bring([0, 10, 20], 0, 3, 3))).toEqual([0, 10, 20])
  })

  it('averages what an output pixel covers, parts of pixels included', () => {
    // The first covers all of 0 and half of 90, the second half of 90 and all of 240.
    expect(rounded(bring([0, 90, 240], 0, 3, 2))).toEqual([30, 190])
  })

  it('interpolates where it enlarges', () => {
    expect(rounded(bring([0, 100], 0, 2, 4))).toEqual([0, 25, 75, 100])
  })

  it('continues the outermost pixels beyond the edges', () => {
    expect(rounded(bring([50, 150], -2, 6, 6))).toEqual([50, 50, 50, 150, 150, 150])
  })

  it('makes of each output pixel a mean of the input, wherever the stretch lies, and never touches an empty slot', () => {
    const place = fc.record({
      startPx: fc.double({ min: -100, max: 100, noNaN: true }),
      lengthPx: fc.double({ min: 0.5, max: 300, noNaN: true }),
      inputCount: fc.integer({ min: 1, max: 64 }),
    })
    fc.assert(
      fc.property(place, ({ startPx, lengthPx, inputCount }) => {
        const weights = axisWeights({ startPx, lengthPx }, sizes(inputCount, 48, 64))
        for (let output = 0; output < 48; output++) {
          const row = weights.subarray(output * 64, (output + 1) * 64)
          expect(row.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 4)
          expect(Math.min(...row)).toBeGreaterThanOrEqual(0)
          expect(Math.max(0, ...row.subarray(inputCount))).toBe(0)
        }
      }),
      { numRuns: 50 },
    )
  })
})
