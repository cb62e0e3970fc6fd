import { describe, expect, it } from 'vitest'
import { interpolateSeries, medianStepMs } from './interpolate-series'
import { regularSeries, seededRandom, testStartMs } from './test-support'

const gridOf = (sampleRateHz: number, durationSec: number) => ({
  startMs: testStartMs,
  stepMs: 1000 / sampleRateHz,
  sampleCount: sampleRateHz * durationSec,
})

describe('interpolateSeries', () => {
  it('gives a series on the grid back as it is', () => {
    const series = regularSeries(2, 50, (atSec) => Math.sin(atSec))
    expect([...interpolateSeries(series, gridOf(50, 2), 250)]).toEqual([...series.values])
  })

  it('follows a slower source along straight lines', () => {
    const found = interpolateSeries(
      regularSeries(3, 10, (atSec) => 2 * atSec),
      gridOf(50, 2),
      250,
    )
    expect(Math.max(...found.map((value, index) => Math.abs(value - (2 * index) / 50)))).toBeLessThan(1e-6)
  })

  it('keeps a walking movement of a source four times as fast to within 3 % of its height', () => {
    const walk = (atSec: number) => Math.sin(2 * Math.PI * 2 * atSec)
    const found = interpolateSeries(regularSeries(3, 200, walk), gridOf(50, 2), 250).subarray(1)
    expect(Math.max(...found.map((value, index) => Math.abs(value - walk((index + 1) / 50))))).toBeLessThan(0.03)
  })

  it('quietens a vibration that the grid would fold back to a slow movement', () => {
    // 48 Hz sampled at 50 Hz would look like 2 Hz at full height.
    const found = interpolateSeries(
      regularSeries(3, 200, (atSec) => Math.sin(2 * Math.PI * 48 * atSec)),
      gridOf(50, 2),
      250,
    ).subarray(1)
    expect(Math.max(...found.map(Math.abs))).toBeLessThan(0.1)
  })

  it('leaves what lies in a long gap or outside the source empty', () => {
    const series = { timestampsMs: Float64Array.of(0, 100, 1100, 1200), values: Float32Array.of(0, 1, 2, 3) }
    const found = interpolateSeries(series, { startMs: -100, stepMs: 100, sampleCount: 16 }, 250)
    expect([...found].map((value) => !Number.isNaN(value))).toEqual([...found].map((_, index) => [1, 2, 12, 13].includes(index)))
  })
})

describe('medianStepMs', () => {
  it('is the middle one of the sorted steps, whether most of them are alike or none', () => {
    const random = seededRandom(3)
    for (const oddShare of [0, 0.3, 0.49, 0.51, 0.8, 1]) {
      for (const count of [2, 3, 50, 51]) {
        let atMs = 0
        const timestampsMs = Float64Array.from({ length: count }, () => (atMs += random() < oddShare ? Math.ceil(random() * 9) : 4))
        const steps = Array.from(timestampsMs.subarray(1), (time, index) => time - (timestampsMs[index] ?? NaN)).sort((a, b) => a - b)
        expect(medianStepMs(timestampsMs)).toBe(steps[steps.length >> 1])
      }
    }
  })

  it('is endless for fewer than two times', () => {
    expect(medianStepMs(new Float64Array(1))).toBe(Infinity)
  })
})
