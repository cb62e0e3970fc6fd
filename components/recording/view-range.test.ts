import { expect, test } from 'vitest'

import { between, cursorStepMs, momentAround, snapTime, viewOf, viewWith, viewWithin, zoomAround } from './view-range'

const minutes = (from: number, to: number) => ({ startMs: from * 60_000, endMs: to * 60_000 })
const whole = minutes(0, 20)

test('a moment stays where it is seen while the view comes closer, and the view never leaves the recording', () => {
  const closer = zoomAround(whole, whole, 5 * 60_000, 0.5)
  expect(closer).toEqual(minutes(2.5, 12.5))
  expect(zoomAround(whole, closer, 5 * 60_000, 2)).toEqual(whole)
  expect(zoomAround(whole, closer, 12.5 * 60_000, 100)).toEqual(whole)
  expect(zoomAround(whole, whole, 0, 0.5)).toEqual(minutes(0, 10))
})

test('nothing is seen closer than twenty seconds, and a shorter recording is seen whole', () => {
  const closest = zoomAround(whole, whole, 600_000, 1e-9)
  expect(closest.endMs - closest.startMs).toBe(20_000)
  expect(viewWithin({ startMs: 0, endMs: 8000 }, 3000, 1)).toEqual({ startMs: 0, endMs: 8000 })
})

test('the view follows the cursor just so far that it is seen', () => {
  const view = minutes(5, 10)
  expect(viewWith(whole, view, 7 * 60_000)).toBe(view)
  expect(viewWith(whole, view, 4 * 60_000)).toEqual(minutes(4, 9))
  expect(viewWith(whole, view, 11 * 60_000)).toEqual(minutes(6, 11))
})

test('a stretch is shown with a margin', () => {
  expect(viewOf(whole, minutes(8, 16))).toEqual(minutes(7, 17))
  expect(viewOf(whole, minutes(0, 8))).toEqual(minutes(0, 10))
})

test('the cursor goes in steps that people count in, and points no finer than can be seen', () => {
  expect([minutes(0, 1), whole, minutes(0, 360)].map(cursorStepMs)).toEqual([1000, 15_000, 300_000])
  expect(snapTime(whole, minutes(0, 1), 12_345)).toBe(12_000)
  expect(snapTime(whole, whole, 12_345)).toBe(15_000)
  expect(snapTime(minutes(0, 360), minutes(0, 360), 100_000)).toBe(120_000)
  expect(snapTime({ startMs: 700, endMs: 9000 }, minutes(0, 1), 100)).toBe(700)
})

test('a stretch has its beginning first, and a moment its length, at the edges too', () => {
  expect(between(9, 3)).toEqual({ startMs: 3, endMs: 9 })
  expect(momentAround(whole, 600_000, 60_000)).toEqual(minutes(9.5, 10.5))
  expect(momentAround(whole, 0, 60_000)).toEqual(minutes(0, 1))
  expect(momentAround({ startMs: 0, endMs: 30_000 }, 0, 60_000)).toEqual({ startMs: 0, endMs: 30_000 })
})
