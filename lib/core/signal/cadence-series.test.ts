import { describe, expect, it } from 'vitest'

import { cadenceSeries, readCadence } from './cadence-series'
import { phoneAcceleration, recordingOf, regularSeries, testStartMs } from './test-support'

/** A minute at rest, then a minute of walking at 114 steps a minute. */
function restThenWalk() {
  const rest = phoneAcceleration(60, 50, 0, 0)
  const walk = phoneAcceleration(60, 50, 1.9, 0.3, 2)
  const joined = (axis: 'accX' | 'accY' | 'accZ') =>
    regularSeries(
      120,
      50,
      (atSec) => (atSec < 60 ? rest[axis].values[Math.round(atSec * 50)] : walk[axis].values[Math.round((atSec - 60) * 50)]) ?? NaN,
    )
  return recordingOf({ accX: joined('accX'), accY: joined('accY'), accZ: joined('accZ') })
}

describe('cadenceSeries', () => {
  it('counts where somebody walks and is silent where they rest', () => {
    const series = cadenceSeries(restThenWalk())
    expect(series.length).toBeGreaterThan(20)
    expect(series.every(({ endMs }) => endMs > testStartMs + 60_000)).toBe(true)
    for (const { startMs, cadenceSpm } of series) {
      if (startMs >= testStartMs + 60_000) expect(Math.abs(cadenceSpm - 114)).toBeLessThanOrEqual(2)
    }
  })

  it('reads a stretch by its median, and says nothing of one that is mostly rest', () => {
    const series = cadenceSeries(restThenWalk())
    const at = (fromSec: number, toSec: number) =>
      readCadence(series, { startMs: testStartMs + fromSec * 1000, endMs: testStartMs + toSec * 1000 })
    expect(at(70, 110)?.cadenceSpm).toBeCloseTo(114, 0)
    expect(at(0, 50)).toBeUndefined()
    expect(at(0, 72)).toBeUndefined()
  })

  it('is empty without acceleration, and for less than a window of it', () => {
    expect(cadenceSeries(recordingOf({ eda: regularSeries(60, 4, () => 1) }))).toEqual([])
    expect(cadenceSeries(recordingOf(phoneAcceleration(5, 50, 1.9, 0.3)))).toEqual([])
  })
})
