import { describe, expect, it } from 'vitest'
import { cleanSeries } from './clean-series'

const seriesOf = (timestampsMs: number[], values: number[]) => ({
  timestampsMs: Float64Array.from(timestampsMs),
  values: Float32Array.from(values),
})

describe('cleanSeries', () => {
  it('gives a clean series back untouched', () => {
    const series = seriesOf([1, 2, 3], [4, 5, 6])
    expect(cleanSeries(series)).toBe(series)
  })

  it('puts times in order and keeps the last of samples with one time', () => {
    const { timestampsMs, values } = cleanSeries(seriesOf([30, 10, 20, 10], [3, 1, 2, 7]))
    expect([...timestampsMs]).toEqual([10, 20, 30])
    expect([...values]).toEqual([7, 2, 3])
  })

  it('drops what is missing, implausible or without a time', () => {
    const { timestampsMs, values } = cleanSeries(seriesOf([1, 2, NaN, 4, 5], [NaN, 382, 33, Infinity, 33]), [10, 50])
    expect([...timestampsMs]).toEqual([5])
    expect([...values]).toEqual([33])
  })

  it('makes an empty series of one without a single good sample', () => {
    expect(cleanSeries(seriesOf([1, 2], [NaN, NaN])).values).toHaveLength(0)
  })
})
