import { describe, expect, it } from 'vitest'

import { resampleGrey } from './resample-grey'

function picture(width: number, height: number, colourAt: (x: number, y: number) => readonly [number, number, number]) {
  const data = new Uint8ClampedArray(4 * width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set([...colourAt(x, y), 255], 4 * (y * width + x))
  }
  return { data, width, height }
}

const grey = (level: number) => [level, level, level] as const

describe('resampleGrey', () => {
  it('gives a picture of the wanted size back as it is', () => {
    const pixels = picture(3, 2, (x, y) => grey(10 * x + 100 * y))
    const levels = resampleGrey(pixels, { xPx: 0, yPx: 0, widthPx: 3, heightPx: 2 }, { widthPx: 3, heightPx: 2 })
    expect([...levels].map(Math.round)).toEqual([0, 10, 20, 100, 110, 120])
  })

  it('averages the area that an output pixel covers, parts of pixels included', () => {
    const pixels = picture(3, 1, (x) => grey([0, 90, 240][x] ?? 0))
    const levels = resampleGrey(pixels, { xPx: 0, yPx: 0, widthPx: 3, heightPx: 1 }, { widthPx: 2, heightPx: 1 })
    // The first covers all of 0 and half of 90, the second half of 90 and all of 240.
    expect(levels[0]).toBeCloseTo(30, 4)
    expect(levels[1]).toBeCloseTo(190, 4)
  })

  it('interpolates where it enlarges', () => {
    const pixels = picture(2, 1, (x) => grey(100 * x))
    const levels = resampleGrey(pixels, { xPx: 0, yPx: 0, widthPx: 2, heightPx: 1 }, { widthPx: 4, heightPx: 1 })
    expect([...levels].map(Math.round)).toEqual([0, 25, 75, 100])
  })

  it('continues the outermost pixels beyond the edges', () => {
    const pixels = picture(2, 2, (x, y) => grey(50 + 100 * x + 20 * y))
    const levels = resampleGrey(pixels, { xPx: -2, yPx: -2, widthPx: 6, heightPx: 6 }, { widthPx: 6, heightPx: 6 })
    expect([...levels.subarray(0, 6)].map(Math.round)).toEqual([50, 50, 50, 150, 150, 150])
    expect([...levels.subarray(30, 36)].map(Math.round)).toEqual([70, 70, 70, 170, 170, 170])
  })

  it('weighs colours by their brightness as BT.601 does', () => {
    const colours = [
      [255, 0, 0],
      [0, 255, 0],
      [0, 0, 255],
    ] as const
    const pixels = picture(3, 1, (x) => colours[x] ?? grey(0))
    const levels = resampleGrey(pixels, { xPx: 0, yPx: 0, widthPx: 3, heightPx: 1 }, { widthPx: 3, heightPx: 1 })
    expect([...levels].map(Math.round)).toEqual([76, 150, 29])
  })
})
