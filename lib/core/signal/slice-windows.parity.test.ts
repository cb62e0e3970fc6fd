import { describe, expect, it } from 'vitest'
import activityContract from '@/training/contracts/activity.json'
import stressContract from '@/training/contracts/stress.json'
import fixtures from './parity-fixtures.json'
import { channelNames, type Channel, type ChannelSeries, type Recording } from './recording'
import { sliceWindows } from './slice-windows'
import { activityWindowSpec, recordingOf, stressPersonalScale, stressWindowSpec } from './test-support'

/** Fixtures are rounded to five decimals, and the languages' filters differ in their last digits. */
const TOLERANCE = 1e-4

type FixtureSensor = (typeof fixtures.cases)[number]['sensors'][number]

function seriesOf({ times, channels }: FixtureSensor): [Channel, ChannelSeries][] {
  return channelNames.flatMap((channel): [Channel, ChannelSeries][] => {
    const values: (number | null)[] | undefined = new Map(Object.entries(channels)).get(channel)
    if (values === undefined) return []
    const timestampsMs = Float64Array.from(
      values,
      (_, index) => fixtures.startMs + (times.offsetsMs?.[index] ?? index * (times.stepMs ?? NaN)),
    )
    return [[channel, { timestampsMs, values: Float32Array.from(values, (value) => value ?? NaN) }]]
  })
}

function recordingFrom({ sensors, hasGravity }: (typeof fixtures.cases)[number]): Recording {
  return recordingOf(Object.fromEntries(sensors.flatMap(seriesOf)), hasGravity)
}

describe('windows in TypeScript and in Python', () => {
  it('follow the same contracts', () => {
    expect(stressWindowSpec).toEqual(stressContract.windowSpec)
    expect(stressPersonalScale).toEqual(stressContract.personalScale)
    expect(activityWindowSpec).toEqual(activityContract.windowSpec)
  })

  it.each(fixtures.cases.map((fixture) => [fixture.name, fixture] as const))('are equal for %s', (_, fixture) => {
    const isStress = fixture.modelId === 'stress'
    const windows = sliceWindows(
      recordingFrom(fixture),
      isStress ? stressWindowSpec : activityWindowSpec,
      isStress ? stressPersonalScale : { kind: 'none' },
      fixture.baseline === null ? undefined : { startMs: 0, endMs: 1, means: fixture.baseline },
    )
    expect(windows.length).toBeGreaterThan(0)
    expect(windows.map(({ startMs }) => Math.round(1000 * (startMs - fixtures.startMs)) / 1000)).toEqual(
      fixture.windows.map(({ startMs }) => startMs),
    )
    expect(windows.map(({ presence }) => [...presence])).toEqual(fixture.windows.map(({ presence }) => presence))
    const difference = Math.max(
      ...windows.flatMap((window, index) =>
        [...window.values].map((value, position) => Math.abs(value - (fixture.windows[index]?.values[position] ?? NaN))),
      ),
    )
    expect(difference).toBeLessThan(TOLERANCE)
  })
})
