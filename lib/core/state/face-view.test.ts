import { describe, expect, it } from 'vitest'

import { confidenceInView, judgeFaceView } from './face-view'

const good = { widthPx: 90, brightness: 120, contrast: 45, sideways: 0.1, upwards: -0.1 }

describe('judgeFaceView', () => {
  it('has nothing to say of a face that is seen well', () => {
    expect(judgeFaceView(good)).toBeUndefined()
    expect(confidenceInView(0.8, good)).toBe(0.8)
  })

  it.each([
    ['tooSmall', { widthPx: 20 }],
    ['tooDark', { brightness: 20 }],
    ['tooBright', { brightness: 245 }],
    ['tooFlat', { contrast: 5 }],
    ['turnedAway', { sideways: -0.8 }],
    ['turnedAway', { upwards: 0.9 }],
  ])('says %s, and halves the confidence', (problem, seen) => {
    expect(judgeFaceView({ ...good, ...seen })).toBe(problem)
    expect(confidenceInView(0.8, { ...good, ...seen })).toBeCloseTo(0.4)
  })

  it('speaks of the light before the distance, because in the dark nothing else can be told', () => {
    expect(judgeFaceView({ ...good, brightness: 10, widthPx: 10 })).toBe('tooDark')
  })
})
