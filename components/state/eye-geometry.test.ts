import { expect, test } from 'vitest'

import { confidenceWords } from './confidence-words'
import { eyeBars, eyeFan, eyeField } from './eye-geometry'

const points = (path: string) => [...path.matchAll(/(-?[\d.]+) (-?[\d.]+)/g)].map(([, x, y]) => ({ x: Number(x), y: Number(y) }))
const radius = ({ x, y }: { x: number; y: number }) => Math.hypot(x - eyeField.middle, y - eyeField.middle)

test('every number is a bar from the ring: outwards above zero, inwards below', () => {
  const vector = Float32Array.from({ length: 128 }, (_, index) => (index % 2 === 0 ? 0.1 : -0.1))
  const { outward, inward } = eyeBars(vector)
  expect(points(outward)).toHaveLength(128)
  expect(points(inward)).toHaveLength(128)
  for (const [index, point] of points(outward).entries()) {
    if (index % 2 === 0) expect(radius(point)).toBeCloseTo(eyeField.ring, 0)
    else expect(radius(point)).toBeGreaterThan(eyeField.ring + 10)
  }
  for (const [index, point] of points(inward).entries()) if (index % 2 === 1) expect(radius(point)).toBeLessThan(eyeField.ring - 10)
})

test('a number far from zero gets the longest bar and no longer one', () => {
  const [, end] = points(eyeBars([1]).outward)
  expect(end && radius(end)).toBeCloseTo(eyeField.ring + eyeField.longestBar, 0)
})

test('the fan closes as confidence grows', () => {
  const widths = [0, 0.5, 1].map((confidence) => {
    const [, left, , right] = points(eyeFan(confidence).replace(/A.*?0 0 1/, 'A0 0 '))
    return Math.abs((left?.x ?? 0) - (right?.x ?? 0))
  })
  expect(widths[0]).toBeGreaterThan(widths[1] ?? 0)
  expect(widths[1]).toBeGreaterThan(widths[2] ?? 0)
  expect(widths[2]).toBeCloseTo(0, 0)
})

test('a confidence has one word at each height, its ends included', () => {
  expect([0, 0.49, 0.5, 0.65, 0.8, 1].map(confidenceWords)).toEqual([
    'unsure',
    'unsure',
    'not very sure',
    'fairly sure',
    'very sure',
    'very sure',
  ])
})
