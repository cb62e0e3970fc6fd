import { describe, expect, it } from 'vitest'
import { fillGaps } from './fill-gaps'

describe('fillGaps', () => {
  const { NaN: missing } = Number

  it('draws a line over a short gap and leaves a long one', () => {
    const filled = fillGaps(Float64Array.of(1, missing, 3, missing, missing, missing, 7), 2)
    expect([...filled]).toEqual([1, 2, 3, missing, missing, missing, 7])
  })

  it('leaves gaps at the ends unless it is to hold the one neighbour', () => {
    const values = Float64Array.of(missing, 2, missing)
    expect([...fillGaps(values, 5)]).toEqual([missing, 2, missing])
    expect([...fillGaps(values, 5, true)]).toEqual([2, 2, 2])
  })

  it('cannot fill where there is nothing, and does not change its input', () => {
    const values = Float64Array.of(missing, missing)
    expect([...fillGaps(values, 5, true)]).toEqual([missing, missing])
    const gap = Float64Array.of(0, missing, 2)
    fillGaps(gap, 5)
    expect(gap[1]).toBeNaN()
  })
})
