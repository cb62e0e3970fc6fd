import { describe, expect, test } from 'vitest'

import { orderSamples, type OrderOptions } from './order-samples'

const startMs = Date.UTC(2026, 9, 25, 0, 30)
const sec = 1000
const hour = 3_600_000

function order(times: readonly number[], options?: OrderOptions) {
  const values = Float32Array.from(times, (_, index) => index)
  return orderSamples('a.csv', Float64Array.from(times), [values], options)
}

/** Once a second, so many times. */
const steady = (fromMs: number, count: number) => Array.from({ length: count }, (_, index) => fromMs + index * sec)

describe('orderSamples', () => {
  test('leaves what is in order as it is', () => {
    const times = Float64Array.from(steady(startMs, 10))
    expect(orderSamples('a.csv', times, []).timestampsMs).toBe(times)
  })

  test('moves what follows the end of daylight saving time on by an hour', () => {
    const before = steady(startMs, 600)
    const after = steady(startMs + 600 * sec - hour, 600)
    const { timestampsMs, columns, notes } = order([...before, ...after])
    expect(Array.from(timestampsMs)).toEqual(steady(startMs, 1200))
    expect(columns[0]?.[900]).toBe(900)
    expect(notes).toEqual([
      { kind: 'clock', atMs: startMs + 600 * sec, message: expect.stringContaining('as at the end of daylight saving time') },
    ])
  })

  test('keeps the order where a clock was set back, and says when', () => {
    const { timestampsMs, notes } = order([...steady(startMs, 100), ...steady(startMs + 40 * sec, 100)])
    expect(Array.from(timestampsMs)).toEqual(steady(startMs, 200))
    expect(notes[0]?.message).toContain('the clock was set back by 59 seconds')
  })

  test('sorts rows that are shuffled by jitter', () => {
    const times = steady(startMs, 50)
    const { timestampsMs, columns } = order(times.with(10, times[11] ?? 0).with(11, times[10] ?? 0))
    expect(Array.from(timestampsMs)).toEqual(times)
    expect(Array.from(columns[0]?.subarray(9, 13) ?? [])).toEqual([9, 11, 10, 12])
  })

  test('spreads samples whose times are rounded to the second', () => {
    const { timestampsMs, notes } = order(steady(startMs, 10).flatMap((timeMs) => [timeMs, timeMs, timeMs, timeMs]))
    expect(Array.from(timestampsMs.subarray(0, 6))).toEqual([0, 250, 500, 750, 1000, 1250].map((offsetMs) => startMs + offsetMs))
    expect(notes[0]?.message).toContain('the times are rounded')
  })

  test('keeps both of two beats with the same time, and one of a sample that comes twice', () => {
    const times = steady(startMs, 20).toSpliced(5, 0, startMs + 4 * sec)
    expect(order(times, { isEveryRowOne: true }).timestampsMs).toHaveLength(21)
    const { timestampsMs, notes } = order(times)
    expect(timestampsMs).toHaveLength(20)
    expect(notes[0]).toMatchObject({ kind: 'duplicate', message: expect.stringContaining('1 samples repeat the time') })
  })

  test('leaves out a time of another year in a recording, not in the diary of years', () => {
    const times = [...steady(startMs, 20), startMs + 400 * 24 * hour]
    expect(order(times).timestampsMs).toHaveLength(20)
    expect(order(times, { isDiary: true }).timestampsMs).toHaveLength(21)
  })
})
