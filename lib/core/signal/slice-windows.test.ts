import { describe, expect, it } from 'vitest'
import { AppError } from '../app-error'
import { createWindower } from './create-windower'
import { resampleRecording } from './resample-recording'
import { scaleRecording } from './scale-recording'
import { sliceWindows } from './slice-windows'
import {
  activityWindowSpec,
  phoneAcceleration,
  pulseWave,
  recordingOf,
  regularSeries,
  stressPersonalScale,
  stressWindowSpec,
  testStartMs,
} from './test-support'

const wearable = () =>
  recordingOf({
    bvp: pulseWave(200, 70),
    eda: regularSeries(200, 4, (atSec) => (atSec > 90 && atSec < 104 ? NaN : 1 + Math.sin(atSec / 30))),
    skinTemp: regularSeries(200, 4, (atSec) => 33 + atSec / 200),
    ...phoneAcceleration(200, 32, 1.5, 0.3),
  })

describe('sliceWindows', () => {
  it('gives a file the windows that a stream would have had', () => {
    const uniform = scaleRecording(resampleRecording(wearable(), stressWindowSpec), stressWindowSpec, stressPersonalScale)
    const windower = createWindower(stressWindowSpec, { hasGravity: true })
    const streamed = Array.from({ length: uniform.grid.sampleCount }, (_, index) =>
      windower.push({
        timestampMs: testStartMs + index * 1000,
        values: uniform.columns.map((column) => column[index] ?? NaN),
      }),
    ).flat()
    expect(sliceWindows(wearable(), stressWindowSpec, stressPersonalScale)).toEqual(streamed)
    expect(streamed).toHaveLength(10)
  })

  it('reads a recording of one channel alone', () => {
    const [first] = sliceWindows(recordingOf({ eda: regularSeries(70, 4, (atSec) => atSec) }), stressWindowSpec, stressPersonalScale)
    expect([...(first?.presence ?? [])]).toEqual([0, 0, 1, 0, 0, 0])
  })

  it('says of a phone without gravity and gyroscope that it has neither', () => {
    const windows = sliceWindows(recordingOf(phoneAcceleration(6, 50, 2, 0.4), false), activityWindowSpec, { kind: 'none' })
    expect(windows).toHaveLength(3)
    expect([...(windows[0]?.presence ?? [])]).toEqual([0, 0, 0])
  })

  it('refuses what is shorter than a window and says how short', () => {
    const short = recordingOf({ eda: regularSeries(20, 4, () => 1) })
    let refusal: unknown
    try {
      sliceWindows(short, stressWindowSpec, stressPersonalScale)
    } catch (error) {
      refusal = error
    }
    expect(refusal).toBeInstanceOf(AppError)
    expect(refusal).toMatchObject({
      code: 'RECORDING_TOO_SHORT',
      message: 'made-up.csv: 20 seconds were recorded; at least 60 seconds are needed.',
    })
  })

  it('has nothing to say of a recording without the channels of the model', () => {
    expect(sliceWindows(recordingOf({ eda: regularSeries(90, 4, () => 1) }), activityWindowSpec, { kind: 'none' })).toEqual([])
    expect(sliceWindows(recordingOf({}), stressWindowSpec, stressPersonalScale)).toEqual([])
  })

  it('has nothing to say of a recording that is all gaps', () => {
    const eda = regularSeries(300, 4, (atSec) => (atSec % 50 < 1 ? 2 : NaN))
    expect(sliceWindows(recordingOf({ eda }), stressWindowSpec, stressPersonalScale)).toEqual([])
  })
})
