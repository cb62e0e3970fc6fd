import { expect, it } from 'vitest'

import { paintSongs } from './paint-songs'
import type { SongMap } from './song-map'

const background = 0xff000000
const red = 0xff0000ff
const green = 0xff00ff00

const mapOf = (songs: readonly (readonly [x: number, y: number, family: number])[]): SongMap => ({
  songCount: songs.length,
  bounds: { minX: 0, maxX: 1, minY: 0, maxY: 1 },
  xs: Uint16Array.from(songs, ([x]) => x),
  ys: Uint16Array.from(songs, ([, y]) => y),
  families: Uint8Array.from(songs, ([, , family]) => family),
})
const onePxAStep = { originX: 0, stepX: 1, originY: 0, stepY: 1 }
const colours = new Uint32Array(256).fill(green)
colours[0] = red
const strengths = new Uint8Array(256).fill(255)

const paint = (map: SongMap, options: { dotPx?: number; strengths?: Uint8Array } = {}) => {
  const pixels = new Uint32Array(20 * 20)
  const picture = { pixels, widthPx: 20, heightPx: 20 }
  paintSongs(map, onePxAStep, picture, { colours, strengths: options.strengths ?? strengths, background, dotPx: options.dotPx ?? 2 })
  return (x: number, y: number) => pixels[y * 20 + x] ?? 0
}
const redOf = (pixel: number) => pixel & 0xff
const greenOf = (pixel: number) => (pixel >> 8) & 0xff

it('paints each song where it lies, in the colour of its genre family', () => {
  const at = paint(
    mapOf([
      [5, 6, 0],
      [15, 12, 7],
    ]),
    { dotPx: 4 },
  )
  // a cover of 255 of 256 stays a step short of the colour
  expect(redOf(at(5, 6))).toBeGreaterThanOrEqual(253)
  expect(greenOf(at(5, 6))).toBe(0)
  expect(greenOf(at(15, 12))).toBeGreaterThanOrEqual(253)
  expect(at(10, 10)).toBe(background)
})

it('is brighter where more songs lie, and dim where a family is set back', () => {
  const weak = new Uint8Array(256).fill(60)
  const once = paint(mapOf([[5, 5, 0]]), { strengths: weak })
  const often = paint(
    mapOf([
      [5, 5, 0],
      [5, 5, 0],
      [5, 5, 0],
    ]),
    { strengths: weak },
  )
  expect(redOf(once(5, 5))).toBeGreaterThan(40)
  expect(redOf(often(5, 5))).toBeGreaterThan(2 * redOf(once(5, 5)))
  expect(paint(mapOf([[5, 5, 0]]), { strengths: new Uint8Array(256) })(5, 5)).toBe(background)
})

it('mixes colours without one running into the other', () => {
  const half = new Uint8Array(256).fill(127)
  const at = paint(
    mapOf([
      [5, 5, 0],
      [5, 5, 1],
    ]),
    { strengths: half },
  )
  expect(redOf(at(5, 5))).toBeGreaterThan(40)
  expect(greenOf(at(5, 5))).toBeGreaterThan(redOf(at(5, 5)))
  expect((at(5, 5) >> 16) & 0xff).toBe(0)
  expect(at(5, 5) >>> 24).toBe(255)
})

it('paints what reaches into the picture of a song beside it, and nothing of one far off', () => {
  const at = paint(
    mapOf([
      [20, 10, 0],
      [400, 10, 0],
    ]),
    { dotPx: 6 },
  )
  expect(redOf(at(18, 10))).toBeGreaterThan(200)
  expect(at(10, 10)).toBe(background)
  expect(at(0, 11)).toBe(background)
})

it('paints discs with round corners', () => {
  const at = paint(mapOf([[10, 10, 0]]), { dotPx: 8 })
  expect(redOf(at(10, 10))).toBeGreaterThanOrEqual(253)
  expect(redOf(at(6, 6))).toBeLessThan(100)
})
