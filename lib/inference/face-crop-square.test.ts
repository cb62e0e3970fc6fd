import { describe, expect, it } from 'vitest'

import { faceCropSquare } from './face-crop-square'

const box = { xPx: 0, yPx: 0, widthPx: 100, heightPx: 100 }

describe('faceCropSquare', () => {
  it('grows a box about its centre into a square', () => {
    const tall = { xPx: 100, yPx: 50, widthPx: 80, heightPx: 100 }
    expect(faceCropSquare(tall, 0, { boxScale: 1.5, boxOffsetY: 0 })).toEqual({ xPx: 65, yPx: 25, widthPx: 150, heightPx: 150, leanRad: 0 })
  })

  it('moves the square up where the offset is negative, by a share of the box', () => {
    expect(faceCropSquare(box, 0, { boxScale: 1, boxOffsetY: -0.1 })).toEqual({ xPx: 0, yPx: -10, widthPx: 100, heightPx: 100, leanRad: 0 })
  })

  it('leaves a head that hardly leans as it stands', () => {
    expect(faceCropSquare(box, 0.05, { boxScale: 1, boxOffsetY: 0 }).leanRad).toBe(0)
  })

  it('moves up along a head that leans', () => {
    const square = faceCropSquare(box, Math.PI / 6, { boxScale: 1, boxOffsetY: -0.1 })
    expect(square.leanRad).toBe(Math.PI / 6)
    // Leaning to the right as seen, the crown lies up and to the right.
    expect(square.xPx).toBeCloseTo(5)
    expect(square.yPx).toBeCloseTo(-8.66)
  })
})
