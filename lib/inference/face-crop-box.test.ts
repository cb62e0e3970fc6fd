import { describe, expect, it } from 'vitest'

import { faceCropBox } from './face-crop-box'

describe('faceCropBox', () => {
  it('grows a box about its centre into a square', () => {
    const box = { xPx: 100, yPx: 50, widthPx: 80, heightPx: 100 }
    expect(faceCropBox(box, { boxScale: 1.5, boxOffsetY: 0 })).toEqual({ xPx: 65, yPx: 25, widthPx: 150, heightPx: 150 })
  })

  it('moves the square up where the offset is negative, by a share of the box', () => {
    const box = { xPx: 0, yPx: 0, widthPx: 100, heightPx: 100 }
    expect(faceCropBox(box, { boxScale: 1, boxOffsetY: -0.1 })).toEqual({ xPx: 0, yPx: -10, widthPx: 100, heightPx: 100 })
  })
})
