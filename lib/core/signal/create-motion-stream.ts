import { createResampler } from './create-resampler'
import { createWindower } from './create-windower'
import { LONGEST_MOTION_GAP_MS } from './resample-recording'
import type { SignalWindow, WindowChannel, WindowSpec } from './window-spec'

/** The channels of a phone's motion. */
export type MotionChannel = 'accX' | 'accY' | 'accZ' | 'gyroX' | 'gyroY' | 'gyroZ'

/** One reading of a motion sensor: acceleration with gravity in g, rotation rate in rad/s; a channel that is missing is NaN. Times in Unix epoch ms. */
export type MotionSample = { readonly timestampMs: number } & Readonly<Record<MotionChannel, number>>

/** Cuts a live sensor into windows; `push` returns those that the sample completes, most often none. */
export type MotionStream = { push(sample: MotionSample): readonly SignalWindow[] }

/** Makes a stream that gives the windows which `sliceWindows` gives for a recording of the same samples. */
export function createMotionStream(windowSpec: WindowSpec): MotionStream {
  const { sampleRateHz, channels } = windowSpec
  const resampler = createResampler(sampleRateHz, channels.length, LONGEST_MOTION_GAP_MS)
  const windower = createWindower(windowSpec, { hasGravity: true })
  return {
    push: (sample) =>
      resampler
        .push({ timestampMs: sample.timestampMs, values: channels.map(({ name }) => (isMotionChannel(name) ? sample[name] : NaN)) })
        .flatMap((onGrid) => windower.push(onGrid)),
  }
}

function isMotionChannel(name: WindowChannel): name is MotionChannel {
  return name.startsWith('acc') ? name !== 'accMotion' : name.startsWith('gyro')
}
