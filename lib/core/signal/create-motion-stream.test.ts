import { describe, expect, it } from 'vitest'

import { createMotionStream, type MotionSample } from './create-motion-stream'
import { cadenceWindowSpec } from './find-cadence'
import { sliceWindows } from './slice-windows'
import { activityWindowSpec, recordingOf, seededRandom, testStartMs } from './test-support'
import type { WindowSpec } from './window-spec'

/** Twenty seconds of a phone: jitter of its clock, a hole of half a second, and without a gyroscope where it has none. */
function samplesOf(sampleRateHz: number, hasGyro: boolean): MotionSample[] {
  const random = seededRandom(7)
  return Array.from({ length: Math.round(20 * sampleRateHz) }, (_, index) => {
    const atSec = index / sampleRateHz
    const gyro = (value: number) => (hasGyro ? value : NaN)
    return {
      timestampMs: testStartMs + atSec * 1000 + 2 * (random() - 0.5),
      accX: 0.2 * Math.sin(atSec * 9),
      accY: 1 + 0.3 * Math.sin(atSec * 18),
      accZ: 0.1 * random(),
      gyroX: gyro(Math.cos(atSec * 9)),
      gyroY: gyro(random()),
      gyroZ: gyro(0.5),
    }
  }).filter(({ timestampMs }) => timestampMs < testStartMs + 9000 || timestampMs > testStartMs + 9500)
}

function recordingFrom(samples: readonly MotionSample[]) {
  const timestampsMs = Float64Array.from(samples, (sample) => sample.timestampMs)
  const series = (values: (sample: MotionSample) => number) => ({ timestampsMs, values: Float32Array.from(samples, values) })
  const hasGyro = !Number.isNaN(samples[0]?.gyroX)
  return recordingOf({
    accX: series(({ accX }) => accX),
    accY: series(({ accY }) => accY),
    accZ: series(({ accZ }) => accZ),
    ...(hasGyro ? { gyroX: series(({ gyroX }) => gyroX), gyroY: series(({ gyroY }) => gyroY), gyroZ: series(({ gyroZ }) => gyroZ) } : {}),
  })
}

const cases: readonly (readonly [string, number, boolean, WindowSpec])[] = [
  ['60 Hz, as browsers give it', 60, true, activityWindowSpec],
  ['100 Hz without a gyroscope', 100, false, activityWindowSpec],
  ['20 Hz', 20, true, activityWindowSpec],
  ['60 Hz, for the cadence', 60, true, cadenceWindowSpec],
]

describe('createMotionStream', () => {
  it.each(cases)('gives the windows of the same recording at %s', (_, sampleRateHz, hasGyro, windowSpec) => {
    const samples = samplesOf(sampleRateHz, hasGyro)
    const stream = createMotionStream(windowSpec)
    const streamed = samples.flatMap((sample) => stream.push(sample))
    const sliced = sliceWindows(recordingFrom(samples), windowSpec, { kind: 'none' })
    expect(streamed.length).toBeGreaterThan(4)
    // The last window of a file may end with its last sample, which a stream cannot know to be the last.
    expect(sliced.length - streamed.length).toBeLessThanOrEqual(1)
    streamed.forEach((window, index) => {
      expect(window.startMs).toBeCloseTo(sliced[index]?.startMs ?? NaN, 6)
      expect(window.presence).toEqual(sliced[index]?.presence)
      const differences = window.values.map((value, position) => Math.abs(value - (sliced[index]?.values[position] ?? NaN)))
      expect(Math.max(...differences)).toBeLessThan(1e-6)
    })
  })

  it('ignores samples that come out of order', () => {
    const samples = samplesOf(50, true)
    const disordered = samples.flatMap((sample, index) =>
      index % 10 === 5 ? [sample, { ...sample, timestampMs: sample.timestampMs - 80 }] : [sample],
    )
    const windowsOf = (given: readonly MotionSample[]) => {
      const stream = createMotionStream(activityWindowSpec)
      return given.flatMap((sample) => stream.push(sample))
    }
    expect(windowsOf(disordered)).toEqual(windowsOf(samples))
  })
})
