import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { placeCrop } from './crop-reader'

const frame = { widthPx: 640, heightPx: 480 }

describe('placeCrop', () => {
  it('reads a crop that fits a canvas pixel by pixel, with one more all around', () => {
    const placed = placeCrop(frame, { xPx: 100.4, yPx: 50.2, widthPx: 60, heightPx: 60, leanRad: 0 })
    expect(placed.part).toEqual({ xPx: 99, yPx: 49, widthPx: 63, heightPx: 63 })
    expect(placed.placement).toEqual({ originXPx: 99, originYPx: 49, scale: 1, leanRad: 0 })
    expect(placed.box.xPx).toBeCloseTo(1.4)
    expect(placed.box.widthPx).toBe(60)
  })

  it('shrinks a large crop by halves', () => {
    const placed = placeCrop({ widthPx: 1280, heightPx: 960 }, { xPx: 100, yPx: 100, widthPx: 600, heightPx: 600, leanRad: 0 })
    expect(placed.placement.scale).toBe(1 / 2)
    expect(placed.box.widthPx).toBe(300)
  })

  it('stays within the frame and its canvas, wherever the crop lies and however large it is', () => {
    const side = fc.double({ min: 1, max: 3000, noNaN: true })
    const position = fc.double({ min: -800, max: 1400, noNaN: true })
    fc.assert(
      fc.property(position, position, side, (xPx, yPx, sidePx) => {
        const { part, placement, filled, box } = placeCrop(frame, { xPx, yPx, widthPx: sidePx, heightPx: sidePx, leanRad: 0 })
        expect(part.xPx).toBeGreaterThanOrEqual(0)
        expect(part.yPx).toBeGreaterThanOrEqual(0)
        expect(part.xPx + part.widthPx).toBeLessThanOrEqual(frame.widthPx)
        expect(part.yPx + part.heightPx).toBeLessThanOrEqual(frame.heightPx)
        expect(Math.min(filled.widthPx, filled.heightPx)).toBeGreaterThanOrEqual(1)
        expect(Math.max(filled.widthPx, filled.heightPx)).toBeLessThanOrEqual(384)
        // The crop's own place, from the canvas back to the frame.
        expect(placement.originXPx + box.xPx / placement.scale).toBeCloseTo(xPx, 6)
        expect(placement.originYPx + box.yPx / placement.scale).toBeCloseTo(yPx, 6)
      }),
    )
  })

  it('draws a crop that leans upright into the middle of its canvas', () => {
    const square = { xPx: 200, yPx: 150, widthPx: 100, heightPx: 100, leanRad: 0.4 }
    const { canvasSidePx, placement, box } = placeCrop(frame, square)
    expect(canvasSidePx).toBe(128)
    expect(box).toEqual({ xPx: 14, yPx: 14, widthPx: 100, heightPx: 100 })
    // The crop's middle, from the frame onto the canvas: moved to the origin, then turned back.
    const [xPx, yPx] = [250 - placement.originXPx, 200 - placement.originYPx]
    expect(Math.cos(0.4) * xPx + Math.sin(0.4) * yPx).toBeCloseTo(64)
    expect(-Math.sin(0.4) * xPx + Math.cos(0.4) * yPx).toBeCloseTo(64)
  })
})
