import { AppError } from '../app-error'
import { createWindower } from './create-windower'
import type { PersonalBaseline } from './personal-baseline'
import type { Recording } from './recording'
import { resampleRecording } from './resample-recording'
import { scaleRecording } from './scale-recording'
import type { PersonalScale, SignalWindow, WindowSpec } from './window-spec'

/**
 * Cuts a recording into the windows that a model wants, in order of time; empty where it lacks what the model cannot do without.
 *
 * Resamples, gives the personal scale and pushes every sample through `createWindower`, as a live stream would.
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
  if (sampleCount > 0 && sampleCount < Math.round(windowSpec.lengthSec * windowSpec.sampleRateHz)) {
    throw new AppError(
      'RECORDING_TOO_SHORT',
      `${recording.fileName}: ${seconds((sampleCount * stepMs) / 1000)} were recorded; at least ${seconds(windowSpec.lengthSec)} are needed.`,
    )
  }
  const windower = createWindower(windowSpec, { hasGravity: uniform.hasGravity, hasBaseline: baseline !== undefined })
  const windows: SignalWindow[] = []
  // One for all samples: the windower copies what it is given.
  const values = new Float64Array(uniform.columns.length)
  for (let index = 0; index < sampleCount; index += 1) {
    for (let channel = 0; channel < values.length; channel += 1) values[channel] = uniform.columns[channel]?.[index] ?? NaN
    for (const window of windower.push({ timestampMs: startMs + index * stepMs, values })) windows.push(window)
  }
  return windows
}

/** A length in words, to a tenth of a second below ten. */
function seconds(lengthSec: number): string {
  return `${lengthSec < 10 ? Number(lengthSec.toFixed(2)) : Math.round(lengthSec)} seconds`
}
