import { describe, expect, it } from 'vitest'
import { resampleRecording } from './resample-recording'
import { scaleRecording } from './scale-recording'
import { recordingOf, regularSeries, stressPersonalScale, stressWindowSpec } from './test-support'

const edaOf = (valueAt: (atSec: number) => number) => {
  const uniform = resampleRecording(recordingOf({ eda: regularSeries(200, 4, valueAt) }), stressWindowSpec)
  return scaleRecording(uniform, stressWindowSpec, stressPersonalScale).columns[1] ?? new Float64Array(0)
}

describe('scaleRecording', () => {
  it('gives every person mean zero and spread one', () => {
    const scaled = edaOf((atSec) => 3 + Math.sin(atSec / 5))
    const mean = scaled.reduce((sum, value) => sum + value, 0) / scaled.length
    expect(mean).toBeCloseTo(0, 9)
    expect(Math.sqrt(scaled.reduce((sum, value) => sum + value ** 2, 0) / scaled.length)).toBeCloseTo(1, 9)
  })

  it('does not blow the noise of a constant signal up', () => {
    expect(Math.max(...edaOf((atSec) => 3 + (Math.round(atSec * 4) % 2) * 1e-5).map(Math.abs))).toBeLessThan(0.01)
  })

  it('clips what lies far out', () => {
    expect(Math.max(...edaOf((atSec) => (atSec >= 100 && atSec < 101 ? 50 : 1)))).toBe(5)
  })

  it('leaves what is missing missing, and everything as it is without a scale', () => {
    const uniform = resampleRecording(recordingOf({ eda: regularSeries(90, 4, (atSec) => (atSec < 30 ? NaN : 2)) }), stressWindowSpec)
    expect(scaleRecording(uniform, stressWindowSpec, { kind: 'none' })).toBe(uniform)
    expect(scaleRecording(uniform, stressWindowSpec, stressPersonalScale).columns[0]?.every(Number.isNaN)).toBe(true)
  })
})
