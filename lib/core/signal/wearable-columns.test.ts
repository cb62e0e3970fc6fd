import { describe, expect, it } from 'vitest'
import { deriveIntervals } from './derive-intervals'
import { heartColumns } from './heart-columns'
import type { ChannelSeries } from './recording'
import { edaColumns, skinTempColumns } from './skin-columns'
import { recordingOf, regularSeries, testStartMs } from './test-support'
import { trailingMean, trailingMin, trailingSd, trailingSlope, trailingSum } from './trailing'

const grid = { startMs: testStartMs, stepMs: 1000, sampleCount: 90 }

const intervalsOf = (intervalsMs: readonly number[]): ChannelSeries => {
  let atMs = testStartMs
  return {
    timestampsMs: Float64Array.from(intervalsMs, (intervalMs) => (atMs += intervalMs)),
    values: Float32Array.from(intervalsMs),
  }
}

/** Ninety seconds of intervals that alternate by differenceMs about 800 ms. */
const alternating = (differenceMs: number) => Array.from({ length: 112 }, (_, index) => 800 + (index % 2 === 0 ? 0.5 : -0.5) * differenceMs)

describe('trailing statistics', () => {
  const column = Float64Array.of(1, NaN, 3, 5, NaN)

  it('look back only, and count what is missing as absent', () => {
    expect([...trailingSum(column, 3)]).toEqual([1, 1, 4, 8, 8])
    expect([...trailingMean(column, 3, 2)]).toEqual([NaN, NaN, 2, 4, 4])
    expect([...trailingMin(column, 2, 1)]).toEqual([1, 1, 3, 3, 5])
    expect([...trailingSd(column, 3, 2)]).toEqual([NaN, NaN, 1, 1, 1])
    expect([...trailingSlope(column, 3, 2)]).toEqual([NaN, NaN, 1, 2, 2])
  })
})

describe('deriveIntervals', () => {
  it('leaves out what differs by more than a fifth from the beats before it, and recovers at once', () => {
    const intervalsMs = Array.from({ length: 30 }, (_, index) => (index === 12 ? 1450 : index === 20 ? 500 : 800))
    const found = deriveIntervals(recordingOf({ rrInterval: intervalsOf(intervalsMs) }))
    expect([...(found?.values ?? [])]).toEqual(Array.from({ length: 28 }, () => 800))
  })
})

describe('heartColumns', () => {
  it('know RMSSD, SDNN and pNN50 of intervals that alternate', () => {
    const columns = heartColumns(undefined, intervalsOf(alternating(60)), grid)
    expect(Math.exp(columns.rmssd?.[80] ?? NaN)).toBeCloseTo(60, 3)
    expect(Math.exp(columns.sdnn?.[80] ?? NaN)).toBeCloseTo(30, 0)
    expect(columns.pnn50?.[80]).toBe(1)
    expect(heartColumns(undefined, intervalsOf(alternating(40)), grid).pnn50?.[80]).toBe(0)
  })

  it('take no difference across a beat that was left out', () => {
    const whole = intervalsOf(alternating(20))
    const isKept = (_: number, index: number) => index % 10 !== 0
    const holed = { timestampsMs: whole.timestampsMs.filter(isKept), values: whole.values.filter(isKept) }
    expect(Math.exp(heartColumns(undefined, holed, grid).rmssd?.[80] ?? NaN)).toBeCloseTo(20, 3)
  })
})

describe('edaColumns', () => {
  it('count responses and their height, and find the level below them', () => {
    // One rise of 0.5 microsiemens in two seconds every fifteen seconds, falling back over the next eight.
    const response = (atSec: number) => {
      const phase = atSec % 15
      return phase < 2 ? 0.25 * phase : Math.max(0, 0.5 - (phase - 2) / 16)
    }
    const columns = edaColumns(
      regularSeries(90, 4, (atSec) => 2 + response(atSec)),
      grid,
    )
    expect(columns.scrRate?.[80]).toBe(4)
    expect(Math.exp(columns.edaTonic?.[80] ?? NaN)).toBeCloseTo(2, 2)
    expect(columns.scrAmplitude?.[80]).toBeGreaterThan(Math.log1p(80))
  })

  it('call a noise below the threshold no response', () => {
    const columns = edaColumns(
      regularSeries(90, 4, (atSec) => 2 + 0.002 * Math.sin(3 * atSec)),
      grid,
    )
    expect(columns.scrRate?.[80]).toBe(0)
  })
})

describe('skinTempColumns', () => {
  it('give the slope in degrees a minute', () => {
    const columns = skinTempColumns(
      regularSeries(90, 4, (atSec) => 33 + atSec / 120),
      grid,
    )
    expect(columns.skinTempSlope?.[80]).toBeCloseTo(0.5, 3)
  })
})
