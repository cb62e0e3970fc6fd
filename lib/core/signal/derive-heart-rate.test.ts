import { describe, expect, it } from 'vitest'
import { deriveHeartRate } from './derive-heart-rate'
import { findPulseBeats } from './find-pulse-beats'
import { pulseWave, recordingOf, regularSeries, testStartMs } from './test-support'

const meanOf = (values: Iterable<number>) => {
  const all = [...values]
  return all.reduce((sum, value) => sum + value, 0) / all.length
}

describe('findPulseBeats', () => {
  it.each([48, 60, 75, 100, 140])('finds every beat of a pulse of %i a minute, to within one', (heartRateBpm) => {
    expect(Math.abs(findPulseBeats(pulseWave(60, heartRateBpm)).length - heartRateBpm)).toBeLessThanOrEqual(1)
  })

  it('finds no beat where there is no wave', () => {
    expect(findPulseBeats(regularSeries(30, 64, () => 5))).toHaveLength(0)
    expect(findPulseBeats({ timestampsMs: new Float64Array(0), values: new Float32Array(0) })).toHaveLength(0)
  })

  it('does not look for beats in a silence of the sensor', () => {
    const wave = pulseWave(60, 60)
    const isThere = (_: number, index: number) => index < 20 * 64 || index >= 40 * 64
    const beatsMs = findPulseBeats({ timestampsMs: wave.timestampsMs.filter(isThere), values: wave.values.filter(isThere) })
    expect([...beatsMs].filter((beatMs) => beatMs > testStartMs + 20_500 && beatMs < testStartMs + 39_500)).toEqual([])
    expect(beatsMs.length).toBeGreaterThanOrEqual(38)
  })
})

describe('deriveHeartRate', () => {
  it('reads a steady pulse to within half a beat a minute', () => {
    const rates = deriveHeartRate(recordingOf({ bvp: pulseWave(60, 72) }))?.values ?? []
    expect(meanOf(rates)).toBeCloseTo(72, 0)
    expect(Math.max(...rates) - Math.min(...rates)).toBeLessThan(4)
  })

  it('prefers the pulse wave to the intervals and the rate that the device wrote', () => {
    const rates = deriveHeartRate(
      recordingOf({
        bvp: pulseWave(60, 72),
        rrInterval: regularSeries(60, 1, () => 500),
        heartRate: regularSeries(60, 1, () => 150),
      }),
    )
    expect(meanOf(rates?.values ?? [])).toBeCloseTo(72, 0)
  })

  it('leaves a missed and an early beat out', () => {
    const intervalsMs = Array.from({ length: 40 }, (_, index) => (index === 12 ? 1600 : index === 25 ? 450 : 800))
    let atMs = testStartMs
    const timestampsMs = Float64Array.from(intervalsMs, (intervalMs) => (atMs += intervalMs))
    const rates = deriveHeartRate(recordingOf({ rrInterval: { timestampsMs, values: Float32Array.from(intervalsMs) } }))
    expect([...(rates?.values ?? [])]).toEqual(Array.from({ length: 38 }, () => 75))
  })

  it("takes the device's heart rate where its intervals leave out much of what that covers", () => {
    const heartRate = regularSeries(120, 1, () => 66)
    const whole = regularSeries(120, 1, () => 800)
    const isThere = (_: number, index: number) => index % 60 < 20
    const sparse = { timestampsMs: whole.timestampsMs.filter(isThere), values: whole.values.filter(isThere) }
    expect(meanOf(deriveHeartRate(recordingOf({ heartRate, rrInterval: sparse }))?.values ?? [])).toBe(66)
    expect(meanOf(deriveHeartRate(recordingOf({ heartRate, rrInterval: whole }))?.values ?? [])).toBe(75)
    expect(meanOf(deriveHeartRate(recordingOf({ rrInterval: sparse }))?.values ?? [])).toBe(75)
  })

  it('takes the device at its word where that is all there is, without zeros', () => {
    const rates = deriveHeartRate(recordingOf({ heartRate: regularSeries(10, 1, (atSec) => (atSec < 3 ? 0 : 66)) }))
    expect([...(rates?.values ?? [])]).toEqual(Array.from({ length: 7 }, () => 66))
  })

  it('is undefined without a source', () => {
    expect(deriveHeartRate(recordingOf({ eda: regularSeries(10, 4, () => 1) }))).toBeUndefined()
  })
})
