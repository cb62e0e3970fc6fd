import { describe, expect, it } from 'vitest'
import { findQuietestStretch, fitsBaseline, takeBaseline } from './personal-baseline'
import { recordingOf, regularSeries, stressWindowSpec } from './test-support'

const heartRateIndex = stressWindowSpec.channels.findIndex(({ name }) => name === 'heartRate')

/** Twenty minutes on a grid of seconds that hold a heart rate and nothing else. */
const uniformOf = (rateAt: (atSec: number) => number) => ({
  grid: { startMs: 0, stepMs: 1000, sampleCount: 1200 },
  columns: stressWindowSpec.channels.map((_, index) =>
    Float64Array.from({ length: 1200 }, (_value, atSec) => (index === heartRateIndex ? rateAt(atSec) : NaN)),
  ),
  hasGravity: false,
})

describe('a personal baseline', () => {
  it('is the mean of its stretch, for what was measured there', () => {
    const stretch = { startMs: 0, endMs: 180_000 }
    const uniform = uniformOf((atSec) => (atSec < 90 ? 60 : 70))
    expect(takeBaseline(uniform, stressWindowSpec, stretch)).toEqual({ ...stretch, means: { heartRate: 65 } })
    const silent = uniformOf((atSec) => (atSec < 160 ? NaN : 70))
    expect(takeBaseline(silent, stressWindowSpec, stretch)).toBeUndefined()
  })

  it('is sought where the heart is slowest', () => {
    const uniform = uniformOf((atSec) => (atSec >= 600 && atSec < 800 ? 55 : 75))
    const stretch = findQuietestStretch(uniform, stressWindowSpec)
    expect(stretch).toEqual({ startMs: 600_000, endMs: 780_000 })
  })

  it('is found nowhere where no three minutes were measured', () => {
    expect(
      findQuietestStretch(
        uniformOf((atSec) => (atSec % 300 < 100 ? 60 : NaN)),
        stressWindowSpec,
      ),
    ).toBeUndefined()
    expect(
      findQuietestStretch(
        uniformOf(() => NaN),
        stressWindowSpec,
      ),
    ).toBeUndefined()
  })

  it('fits a recording whose every signal it knows', () => {
    const baseline = { startMs: 0, endMs: 1, means: { heartRate: 60 } }
    const series = regularSeries(10, 1, () => 60)
    expect(fitsBaseline(baseline, recordingOf({ heartRate: series }))).toBe(true)
    expect(fitsBaseline(baseline, recordingOf({ rrInterval: series }))).toBe(true)
    expect(fitsBaseline(baseline, recordingOf({ heartRate: series, eda: series }))).toBe(false)
  })
})
