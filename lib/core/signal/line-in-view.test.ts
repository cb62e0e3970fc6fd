import { expect, test } from 'vitest'

import { lineInView, meanInStretch, rangeOfMeans, seriesGapMs } from './line-in-view'
import type { ChannelSeries } from './recording'

const seriesOf = (timesSec: readonly number[], values: readonly number[]): ChannelSeries => ({
  timestampsMs: Float64Array.from(timesSec, (sec) => sec * 1000),
  values: Float32Array.from(values),
})
const everySecond = (count: number, valueAt: (sec: number) => number) => {
  const times = Array.from({ length: count }, (_, sec) => sec)
  return seriesOf(times, times.map(valueAt))
}

test('few samples are drawn as they are, with a neighbour beyond either end of the view', () => {
  const series = everySecond(100, (sec) => sec)
  expect(lineInView(series, { startMs: 9500, endMs: 12_500 }, 100, 10_000)).toEqual([
    [9, 10, 11, 12, 13],
    [9, 10, 11, 12, 13],
  ])
})

test('many samples are drawn as means over equal steps, which do not move with the view', () => {
  const series = everySecond(1000, (sec) => sec)
  const [times, values] = lineInView(series, { startMs: 0, endMs: 1_000_000 }, 100, 10_000)
  expect(times).toHaveLength(100)
  expect(values.slice(0, 2)).toEqual([4.5, 14.5])
  const moved = lineInView(series, { startMs: 5000, endMs: 1_005_000 }, 100, 10_000)
  expect(moved[1].slice(1, 3)).toEqual([14.5, 24.5])
})

test('a silence breaks the line, also inside a step, and missing values are left out', () => {
  const series = seriesOf([0, 1, 2, 3, 60, 61, 62], [1, 1, NaN, 1, 5, 5, 5])
  expect(lineInView(series, { startMs: 0, endMs: 62_000 }, 100, 10_000)).toEqual([
    [0, 1, 3, 31.5, 60, 61, 62],
    [1, 1, 1, null, 5, 5, 5],
  ])
  expect(lineInView(series, { startMs: 0, endMs: 100_000 }, 1, 10_000)[1]).toEqual([1, null, 5])
})

test('what counts as a gap follows from how often the sensor speaks', () => {
  expect(seriesGapMs(everySecond(100, () => 1))).toBe(10_000)
  expect(seriesGapMs(seriesOf([0, 300, 600, 900], [1, 1, 1, 1]))).toBe(900_000)
})

test('the value of a moment is the mean around it, else the nearest, and nothing in a gap', () => {
  const series = seriesOf([0, 1, 2, 60], [1, 2, 3, 9])
  expect(meanInStretch(series, { startMs: 500, endMs: 2000 }, 10_000)).toBe(2.5)
  expect(meanInStretch(series, { startMs: 55_000, endMs: 58_000 }, 10_000)).toBe(9)
  expect(meanInStretch(series, { startMs: 20_000, endMs: 30_000 }, 10_000)).toBeUndefined()
  expect(meanInStretch(seriesOf([], []), { startMs: 0, endMs: 1 }, 10_000)).toBeUndefined()
})

test('the range is that of what is drawn, not of single samples', () => {
  const series = everySecond(10_000, (sec) => (sec === 5000 ? 1000 : 10 + (sec % 2)))
  const [low = NaN, high = NaN] = rangeOfMeans(series, { startMs: 0, endMs: 10_000_000 }, 10_000) ?? []
  expect(low).toBeCloseTo(10.5, 5)
  expect(high).toBeLessThan(120)
  expect(rangeOfMeans(seriesOf([], []), { startMs: 0, endMs: 1 }, 10_000)).toBeUndefined()
})
