import { describe, expect, it } from 'vitest'
import { createWindower } from './create-windower'
import type { SignalWindow } from './window-spec'
import { activityWindowSpec, stressWindowSpec, testStartMs } from './test-support'

const missing = Number.NaN

/** A stress sample in which each of heart rate, skin conductance, skin temperature and motion has one value for all its channels; without beats. */
const sampleOf = ([heartRate = missing, eda = missing, skinTemp = missing, accMotion = missing]: readonly number[]): readonly number[] => [
  heartRate,
  heartRate,
  heartRate,
  missing,
  missing,
  missing,
  eda,
  eda,
  eda,
  eda,
  skinTemp,
  skinTemp,
  accMotion,
  accMotion,
  accMotion,
  accMotion,
]
const channelCount = stressWindowSpec.channels.length
const edaIndex = stressWindowSpec.channels.findIndex(({ name }) => name === 'edaTonic')

/** Pushes durationSec of stress samples whose channels are valuesAt(second). */
function windowsOf(durationSec: number, valuesAt: (atSec: number) => readonly number[]): SignalWindow[] {
  const windower = createWindower(stressWindowSpec)
  return Array.from({ length: durationSec }, (_, atSec) =>
    windower.push({ timestampMs: testStartMs + atSec * 1000, values: sampleOf(valuesAt(atSec)) }),
  ).flat()
}

describe('createWindower', () => {
  it('gives a window of a minute every fifteen seconds', () => {
    const windows = windowsOf(100, (atSec) => [atSec, 1, 2, 3])
    expect(windows.map(({ startMs, endMs }) => [(startMs - testStartMs) / 1000, (endMs - testStartMs) / 1000])).toEqual([
      [0, 60],
      [15, 75],
      [30, 90],
    ])
    const rows = [0, 1].map((row) => [...(windows[1]?.values.subarray(row * channelCount, (row + 1) * channelCount) ?? [])])
    expect(rows).toEqual([15, 16].map((atSec) => sampleOf([atSec, 1, 2, 3]).map((value) => (Number.isNaN(value) ? 0 : value))))
    expect([...(windows[1]?.presence ?? [])]).toEqual([1, 0, 1, 1, 1, 0])
  })

  it('gives none before a minute has passed', () => {
    expect(windowsOf(59, () => [1, 1, 1, 1])).toEqual([])
    expect(windowsOf(60, () => [1, 1, 1, 1])).toHaveLength(1)
  })

  it('calls a channel absent below one half and holds zeros there', () => {
    const [half] = windowsOf(60, (atSec) => [atSec < 30 ? 70 : missing, atSec < 29 ? 5 : missing, 2, 3])
    expect([...(half?.presence ?? [])]).toEqual([1, 0, 0, 1, 1, 0])
    expect([...(half?.values ?? [])].every((value, index) => index % channelCount !== edaIndex || value === 0)).toBe(true)
    expect(half?.values[59 * channelCount]).toBe(70)
  })

  it('never lets a missing value through', () => {
    const windows = windowsOf(75, (atSec) => [atSec % 7 === 0 ? missing : 70, missing, atSec > 40 ? missing : 33, 1])
    expect(windows).toHaveLength(2)
    expect(windows.every(({ values }) => values.every(Number.isFinite))).toBe(true)
  })

  it('leaves a window without any channel out', () => {
    expect(windowsOf(90, () => [missing, missing, missing, missing])).toEqual([])
  })

  it('says that a baseline gave the scale, and takes that for no signal', () => {
    const windower = createWindower(stressWindowSpec, { hasBaseline: true })
    const push = (values: readonly number[]) =>
      Array.from({ length: 60 }, (_, atSec) => windower.push({ timestampMs: testStartMs + atSec * 1000, values: sampleOf(values) })).flat()
    expect([...(push([70])[0]?.presence ?? [])]).toEqual([1, 0, 0, 0, 0, 1])
    expect(windowsOf(60, () => [])).toEqual([])
  })

  it('cannot do without acceleration where no group stands for it, but without gyroscope and gravity', () => {
    const push = (values: number[], hasGravity: boolean) => {
      const windower = createWindower(activityWindowSpec, { hasGravity })
      return Array.from({ length: 128 }, (_, index) => windower.push({ timestampMs: testStartMs + index * 20, values })).flat()
    }
    expect(push([missing, missing, missing, 1, 1, 1], true)).toEqual([])
    expect([...(push([0, 1, 0, missing, missing, missing], false)[0]?.presence ?? [])]).toEqual([0, 0, 0])
    expect([...(push([0, 1, 0, 1, 1, missing], true)[0]?.presence ?? [])]).toEqual([1, 0, 0])
  })

  it('bridges samples that were lost, and begins afresh after a long silence', () => {
    const windower = createWindower(stressWindowSpec)
    const at = (atSec: number) => windower.push({ timestampMs: testStartMs + atSec * 1000, values: sampleOf([atSec, 1, 1, 1]) })
    for (let atSec = 0; atSec < 50; atSec += 1) expect(at(atSec)).toEqual([])
    const [bridged] = at(59)
    expect(bridged?.values[55 * channelCount]).toBeCloseTo(55)
    expect(at(58)).toEqual([])
    expect(at(500)).toEqual([])
    const later = Array.from({ length: 60 }, (_, index) => at(501 + index)).flat()
    expect(later.map(({ startMs }) => (startMs - testStartMs) / 1000)).toEqual([500])
  })
})
