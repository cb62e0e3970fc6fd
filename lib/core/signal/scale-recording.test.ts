import { describe, expect, it } from 'vitest'
import { scaleRecording } from './scale-recording'
import { stressPersonalScale, stressWindowSpec } from './test-support'

const edaIndex = stressWindowSpec.channels.findIndex(({ name }) => name === 'edaPhasic')

/** A recording on a grid of seconds whose phasic skin conductance is valueAt(second), and that holds nothing else. */
const uniformOf = (valueAt: (atSec: number) => number) => ({
  grid: { startMs: 0, stepMs: 1000, sampleCount: 200 },
  columns: stressWindowSpec.channels.map((_, index) =>
    Float64Array.from({ length: 200 }, (_value, atSec) => (index === edaIndex ? valueAt(atSec) : NaN)),
  ),
  hasGravity: false,
})

const edaOf = (valueAt: (atSec: number) => number) =>
  scaleRecording(uniformOf(valueAt), stressWindowSpec, stressPersonalScale).columns[edaIndex] ?? new Float64Array(0)

describe('scaleRecording', () => {
  it('gives every person mean zero and spread one', () => {
    const scaled = edaOf((atSec) => 3 + Math.sin(atSec / 5))
    const mean = scaled.reduce((sum, value) => sum + value, 0) / scaled.length
    expect(mean).toBeCloseTo(0, 9)
    expect(Math.sqrt(scaled.reduce((sum, value) => sum + value ** 2, 0) / scaled.length)).toBeCloseTo(1, 9)
  })

  it('does not blow the noise of a constant signal up', () => {
    expect(Math.max(...edaOf((atSec) => 3 + (atSec % 2) * 1e-5).map(Math.abs))).toBeLessThan(0.01)
  })

  it('clips what lies far out', () => {
    expect(Math.max(...edaOf((atSec) => (atSec === 100 ? 50 : 1)))).toBe(5)
  })

  it('counts from the own baseline, in usual spreads, and leaves out what the baseline lacks', () => {
    const uniform = uniformOf(() => 0.7)
    const scaledBy = (means: { readonly edaPhasic?: number }) =>
      scaleRecording(uniform, stressWindowSpec, stressPersonalScale, { startMs: 0, endMs: 1, means }).columns[edaIndex]
    expect(scaledBy({ edaPhasic: 0.3 })?.[0]).toBeCloseTo(2, 9)
    expect(scaledBy({})?.every(Number.isNaN)).toBe(true)
  })

  it('leaves what is missing missing, and everything as it is without a scale', () => {
    const uniform = uniformOf((atSec) => (atSec < 30 ? NaN : 2))
    expect(scaleRecording(uniform, stressWindowSpec, { kind: 'none' })).toBe(uniform)
    expect(scaleRecording(uniform, stressWindowSpec, stressPersonalScale).columns[0]?.every(Number.isNaN)).toBe(true)
  })
})
