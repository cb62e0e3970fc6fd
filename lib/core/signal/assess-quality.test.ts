import { describe, expect, it } from 'vitest'
import { assessQuality } from './assess-quality'
import { phoneAcceleration, pulseWave, recordingOf, regularSeries, testStartMs } from './test-support'

const offsetsSec = (stretches: readonly { startMs: number; endMs: number }[] = []) =>
  stretches.map(({ startMs, endMs }) => [Math.round((startMs - testStartMs) / 1000), Math.round((endMs - testStartMs) / 1000)])

describe('assessQuality', () => {
  it('finds nothing wrong with a good recording', () => {
    const { channels } = assessQuality(recordingOf({ bvp: pulseWave(60, 70), ...phoneAcceleration(60, 32, 2, 0.3) }))
    expect(channels.map(({ channel }) => channel)).toEqual(['accX', 'accY', 'accZ', 'bvp'])
    for (const { coveredShare, gaps, flatStretches, saturatedShare } of channels) {
      expect(coveredShare).toBe(1)
      expect(gaps).toEqual([])
      expect(flatStretches).toEqual([])
      expect(saturatedShare).toBe(0)
    }
  })

  it('names the gaps and what they leave', () => {
    const eda = regularSeries(100, 4, (atSec) => (atSec >= 40 && atSec < 60 ? NaN : 1 + atSec / 100))
    const [quality] = assessQuality(recordingOf({ eda })).channels
    expect(offsetsSec(quality?.gaps)).toEqual([[40, 60]])
    expect(quality?.coveredShare).toBeCloseTo(0.8, 1)
  })

  it('counts the time before a channel begins as a gap', () => {
    const eda = regularSeries(100, 4, (atSec) => 1 + atSec / 100)
    const heartRate = regularSeries(100, 1, (atSec) => (atSec < 10 ? NaN : 70))
    const quality = assessQuality(recordingOf({ eda, heartRate })).channels.find(({ channel }) => channel === 'heartRate')
    expect(offsetsSec(quality?.gaps)).toEqual([[0, 10]])
  })

  it('sees a sensor that stands still and one that is at its limit', () => {
    const accX = regularSeries(60, 32, (atSec) => (atSec >= 20 && atSec < 40 ? 0.5 : Math.sin(atSec * 9)))
    const bvp = regularSeries(60, 64, (atSec) => Math.max(-1, Math.min(1, 3 * Math.sin(6 * atSec))))
    const { channels } = assessQuality(recordingOf({ accX, bvp }))
    expect(offsetsSec(channels.find(({ channel }) => channel === 'accX')?.flatStretches)).toEqual([[20, 40]])
    expect(channels.find(({ channel }) => channel === 'bvp')?.saturatedShare).toBeGreaterThan(0.5)
  })

  it('calls a channel without a single good value uncovered', () => {
    const [quality] = assessQuality(recordingOf({ eda: regularSeries(10, 4, () => NaN) })).channels
    expect(quality?.coveredShare).toBe(0)
  })
})
