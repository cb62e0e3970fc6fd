import { AppError } from '../app-error'
import { createWindowCutter, sampleCountOf, strideCountOf } from './create-window-cutter'
import type { PersonalBaseline } from './personal-baseline'
import type { Recording } from './recording'
import { resampleRecording } from './resample-recording'
import { scaleRecording } from './scale-recording'
import type { PersonalScale, SignalWindow, WindowSpec } from './window-spec'

/**
 * Cuts a recording into the windows that a model wants, in order of time; empty where it lacks what the model cannot do without.
 *
 * Resamples, gives the personal scale and cuts what `createWindower` would cut of the same samples from a live stream.
 * Throws RECORDING_TOO_SHORT when there is something to read but less than one window of it.
 */
export function sliceWindows(
  recording: Recording,
  windowSpec: WindowSpec,
  personalScale: PersonalScale,
  baseline?: PersonalBaseline,
): readonly SignalWindow[] {
  const uniform = scaleRecording(resampleRecording(recording, windowSpec), windowSpec, personalScale, baseline)
  const { startMs, stepMs, sampleCount } = uniform.grid
  const windowSampleCount = sampleCountOf(windowSpec)
  if (sampleCount > 0 && sampleCount < windowSampleCount) {
    throw new AppError(
      'RECORDING_TOO_SHORT',
      `${recording.fileName}: ${seconds((sampleCount * stepMs) / 1000)} were recorded; at least ${seconds(windowSpec.lengthSec)} are needed.`,
    )
  }
  const cutWindow = createWindowCutter(windowSpec, { hasGravity: uniform.hasGravity, hasBaseline: baseline !== undefined })
  const lastFirst = sampleCount - windowSampleCount
  const windows: SignalWindow[] = []
  for (let first = 0; first <= lastFirst; first += strideCountOf(windowSpec)) {
    const columns = uniform.columns.map((column) => column.subarray(first, first + windowSampleCount))
    const window = cutWindow(columns, startMs + first * stepMs)
    if (window !== undefined) windows.push(window)
  }
  return windows
}

/** A length in words, to a tenth of a second below ten. */
function seconds(lengthSec: number): string {
  return `${lengthSec < 10 ? Number(lengthSec.toFixed(2)) : Math.round(lengthSec)} seconds`
}
