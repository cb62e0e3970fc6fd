import { describe, expect, it } from 'vitest'
import { AppError } from '../app-error'
import { resampleRecording } from './resample-recording'
import type { WindowChannel } from './window-spec'
import { activityWindowSpec, phoneAcceleration, pulseWave, recordingOf, regularSeries, stressWindowSpec, testStartMs } from './test-support'

const columnOf = (uniform: ReturnType<typeof resampleRecording>, index: number) => [...(uniform.columns[index] ?? [])]

const stressColumn = (uniform: ReturnType<typeof resampleRecording>, channel: WindowChannel) =>
  columnOf(
    uniform,
    stressWindowSpec.channels.findIndex(({ name }) => name === channel),
  )

describe('resampleRecording', () => {
  it('brings a wearable to one value a second', () => {
    const uniform = resampleRecording(
      recordingOf({
        bvp: pulseWave(90, 66),
        eda: regularSeries(90, 4, (atSec) => atSec / 10),
        skinTemp: regularSeries(90, 4, () => 33),
        ...phoneAcceleration(90, 32, 2, 0.5),
      }),
      stressWindowSpec,
    )
    expect(uniform.grid).toEqual({ startMs: testStartMs, stepMs: 1000, sampleCount: 90 })
    for (const value of stressColumn(uniform, 'heartRate').slice(5)) expect(Math.abs(value - 66)).toBeLessThan(2)
    // A rise of 0.1 microsiemens a second: the lowest of the last half minute is 2.9 below, and its mean as far again.
    expect(stressColumn(uniform, 'edaPhasic')[80]).toBeCloseTo(4.35, 1)
    expect(stressColumn(uniform, 'skinTemp').every((value) => value === 33)).toBe(true)
    for (const value of stressColumn(uniform, 'accMotion')) expect(value).toBeGreaterThan(Math.log(0.2))
    expect(stressColumn(uniform, 'accStill').at(-1)).toBe(0)
  })

  it('says that a resting wrist does not move', () => {
    const uniform = resampleRecording(recordingOf(phoneAcceleration(60, 32, 0, 0)), stressWindowSpec)
    for (const value of stressColumn(uniform, 'accMotion')) expect(value).toBeLessThan(Math.log(0.012))
    expect(stressColumn(uniform, 'accStill').at(-1)).toBe(1)
  })

  it('holds a slow device over ten seconds and no longer', () => {
    const timestampsMs = Float64Array.of(0, 8, 16, 60, 68).map((atSec) => testStartMs + atSec * 1000)
    const uniform = resampleRecording(
      recordingOf({ heartRate: { timestampsMs, values: Float32Array.of(60, 68, 76, 70, 70) } }),
      stressWindowSpec,
    )
    const heartRate = stressColumn(uniform, 'heartRate')
    expect([heartRate[0], heartRate[7], heartRate[8], heartRate[25], heartRate[29]]).toEqual([60, 60, 68, 76, 76])
    expect(heartRate.slice(30, 60).every(Number.isNaN)).toBe(true)
  })

  it('leaves gaps, text that became NaN and the artefacts of a sensor empty', () => {
    const skinTemp = regularSeries(120, 4, (atSec) => (atSec < 1 ? 382 : atSec >= 40 && atSec < 80 ? NaN : 33))
    const found = stressColumn(resampleRecording(recordingOf({ skinTemp }), stressWindowSpec), 'skinTemp')
    expect(found.filter((value) => !Number.isNaN(value)).every((value) => value === 33)).toBe(true)
    expect(found.filter(Number.isNaN)).toHaveLength(40)
  })

  it('brings a phone at 100 Hz with jitter and shuffled times to 50 Hz', () => {
    const acceleration = phoneAcceleration(6, 100, 2, 0.4)
    const shuffled = Float64Array.from(acceleration.accX.timestampsMs, (atMs, index) => atMs + (index % 3) * 2 - 2)
    ;[shuffled[50], shuffled[51]] = [shuffled[51] ?? 0, shuffled[50] ?? 0]
    const [accX, accY, accZ] = [acceleration.accX, acceleration.accY, acceleration.accZ].map(({ values }) => {
      const moved = values.slice()
      ;[moved[50], moved[51]] = [moved[51] ?? 0, moved[50] ?? 0]
      return { timestampsMs: shuffled, values: moved }
    })
    if (accX === undefined || accY === undefined || accZ === undefined) throw new Error('three axes')
    const uniform = resampleRecording(recordingOf({ accX, accY, accZ }), activityWindowSpec)
    const found = columnOf(uniform, 1).slice(2, -2)
    const startSec = (uniform.grid.startMs - testStartMs) / 1000
    const largest = Math.max(
      ...found.map((value, index) => Math.abs(value - 1 - 0.4 * Math.sin(2 * Math.PI * 2 * (startSec + (index + 2) / 50)))),
    )
    expect(largest).toBeLessThan(0.05)
    expect(columnOf(uniform, 3).every(Number.isNaN)).toBe(true)
    expect(uniform.hasGravity).toBe(true)
  })

  it('is empty where no channel fits', () => {
    const uniform = resampleRecording(recordingOf({ eda: regularSeries(10, 4, () => 1) }), activityWindowSpec)
    expect(uniform.grid.sampleCount).toBe(0)
  })

  it('refuses a span that a wrong clock makes, and says what it found', () => {
    const eda = { timestampsMs: Float64Array.of(0, testStartMs), values: Float32Array.of(1, 1) }
    expect(() => resampleRecording(recordingOf({ eda }), stressWindowSpec)).toThrow(AppError)
    expect(() => resampleRecording(recordingOf({ eda }), stressWindowSpec)).toThrow(/472222 hours; at most 694 hours/)
  })
})
