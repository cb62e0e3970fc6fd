import { describe, expect, it } from 'vitest'

import type { FrameSize, PixelBox } from './pixel-box'
import { scanLevels, scanOrder } from './scan-levels'
import { scanSquares } from './scan-squares'

const frame: FrameSize = { widthPx: 640, heightPx: 480 }
const searchedFrameCount = 45

const isInside = (face: PixelBox, square: PixelBox) =>
  face.xPx >= square.xPx &&
  face.yPx >= square.yPx &&
  face.xPx + face.widthPx <= square.xPx + square.widthPx &&
  face.yPx + face.heightPx <= square.yPx + square.heightPx

/** Every place of a face of a size in the frame, 9 pixels apart. */
function* placesOf(sidePx: number) {
  for (let yPx = 0; yPx <= frame.heightPx - sidePx; yPx += 9) {
    for (let xPx = 0; xPx <= frame.widthPx - sidePx; xPx += 9) yield { xPx, yPx, widthPx: sidePx, heightPx: sidePx }
  }
}

describe('scanSquares', () => {
  it('looks at the whole frame as one square about its middle', () => {
    expect(scanSquares(frame, { magnification: 1, overlapShare: 0 })).toEqual([{ xPx: 0, yPx: -80, widthPx: 640, heightPx: 640 }])
  })

  it('covers the frame from edge to edge, in either orientation', () => {
    for (const size of [frame, { widthPx: 480, heightPx: 640 }]) {
      const squares = scanSquares(size, { magnification: 3.55, overlapShare: 0.36 })
      expect(Math.min(...squares.map(({ xPx }) => xPx))).toBeCloseTo(0)
      expect(Math.min(...squares.map(({ yPx }) => yPx))).toBeCloseTo(0)
      expect(Math.max(...squares.map(({ xPx, widthPx }) => xPx + widthPx))).toBeCloseTo(size.widthPx)
      expect(Math.max(...squares.map(({ yPx, heightPx }) => yPx + heightPx))).toBeCloseTo(size.heightPx)
    }
  })
})

describe('scanOrder', () => {
  it('starts with the whole frame and goes from larger squares to smaller ones', () => {
    const sides = scanOrder(frame)
      .slice(0, 30)
      .map(({ widthPx }) => widthPx)
    expect(sides[0]).toBe(640)
    expect(sides).toEqual(sides.toSorted((a, b) => b - a))
  })

  it('leaves time to confirm a face of 36 pixels within 1.5 s at 30 frames a second', () => {
    const leastSidePx = 640 / (scanLevels[2]?.magnification ?? NaN)
    const passLength = scanOrder(frame).findIndex(({ widthPx }) => widthPx < leastSidePx - 1)
    expect(passLength).toBeLessThanOrEqual(searchedFrameCount - 4)
  })

  it('has a square for each face from 36 pixels up that holds it whole and in which it fills a sixth of the side', () => {
    const squares = scanOrder(frame).slice(0, searchedFrameCount - 4)
    for (const sidePx of [36, 48, 60, 67, 90, 120]) {
      const left = [...placesOf(sidePx)].filter(
        (face) => !squares.some((square) => isInside(face, square) && sidePx / square.widthPx > 1 / 6),
      )
      expect(left).toEqual([])
    }
  })

  it('comes to every one of the smallest squares within a few passes', () => {
    const smallest = scanSquares(frame, scanLevels[3] ?? { magnification: 1, overlapShare: 0 })
    const order = scanOrder(frame)
    for (const square of smallest) expect(order).toContainEqual(square)
  })
})
