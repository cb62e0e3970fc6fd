import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { placeCrop } from './crop-reader'

const frame = { widthPx: 640, heightPx: 480 }

describe('placeCrop', () => {
  it('reads a crop that fits a canvas pixel by pixel, with one more all around', () => {
    const placed = placeCrop(frame, { xPx: 100.4, yPx: 50.2, widthPx: 60, heightPx: 60 })
    expect(placed.part).toEqual({ xPx: 99, yPx: 49, widthPx: 63, heightPx: 63 })
    expect(placed.placement).toEqual({ originXPx: 99, originYPx: 49, scale: 1 })
    expect(placed.box.xPx).toBeCloseTo(1.4)
    expect(placed.box.widthPx).toBe(60)
  })

  it('shrinks a large crop by halves', () => {
    const placed = placeCrop({ widthPx: 1280, heightPx: 960 }, { xPx: 100, yPx: 100, widthPx: 600, heightPx: 600 })
    expect(placed.placement.scale).toBe(1 / 4)
    expect(placed.box.widthPx).toBe(150)
  })

  it('stays within the frame and its canvas, wherever the crop lies and however large it is', () => {
    const side = fc.double({ min: 1, max: 3000, noNaN: true })
    const position = fc.double({ min: -800, max: 1400, noNaN: true })
    fc.assert(
      fc.property(position, position, side, (xPx, yPx, sidePx) => {
        const { part, placement, filled, box } = placeCrop(frame, { xPx, yPx, widthPx: sidePx, heightPx: sidePx })
        expect(part.xPx).toBeGreaterThanOrEqual(0)
        expect(part.yPx).toBeGreaterThanOrEqual(0)
        expect(part.xPx + part.widthPx).toBeLessThanOrEqual(frame.widthPx)
        expect(part.yPx + part.heightPx).toBeLessThanOrEqual(frame.heightPx)
        expect(Math.min(filled.widthPx, filled.heightPx)).toBeGreaterThanOrEqual(1)
        expect(Math.max(filled.widthPx, filled.heightPx)).toBeLessThanOrEqual(256)
        // The crop's own place, from the canvas back to the frame.
        expect(placement.originXPx + box.xPx / placement.scale).toBeCloseTo(xPx, 6)
        expect(placement.originYPx + box.yPx / placement.scale).toBeCloseTo(yPx, 6)
      }),
    )
  })
})
