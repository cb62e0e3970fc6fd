import { AppError } from '@/lib/core/app-error'
import { signalWords } from '@/lib/core/signal/channel-words'
import { isWornAtWrist } from '@/lib/core/signal/is-worn-at-wrist'
import { medianStepMs } from '@/lib/core/signal/interpolate-series'
import type { PersonalBaseline } from '@/lib/core/signal/personal-baseline'
import type { Recording } from '@/lib/core/signal/recording'
import { LONGEST_MOTION_GAP_MS } from '@/lib/core/signal/resample-recording'
import { sliceWindows } from '@/lib/core/signal/slice-windows'
import type { SignalWindow } from '@/lib/core/signal/window-spec'
import { smoothActivity } from '@/lib/core/state/smooth-activity'
import type { Estimate } from '@/lib/core/state/user-state'

import { estimateWindows } from './estimate-windows'
import type { WindowModelId } from './inference'
import type { Models } from './models'
import { readPhoneRecording, readWristRecording } from './read-activity'
import type { WindowedModelId } from './windowed-model-id'

/**
 * Cuts a recording into the windows of a model's manifest and reads each, in order of time; a personal baseline gives those of stress their
 * zero. Activity of a wrist is read by a model of its own and said in the words of a phone's; activity is smoothed over the whole recording.
 *
 * Throws RECORDING_TOO_SHORT when not one window can be filled.
 */
export async function estimateRecording(
  models: Models,
  modelId: WindowModelId,
  recording: Recording,
  onProgress: (doneShare: number) => void,
  baseline?: PersonalBaseline,
): Promise<readonly Estimate[]> {
  if (modelId === 'stress') return estimateWindows(models, 'stress', await windowsOf(models, 'stress', recording, baseline), onProgress)
  const estimates = isWornAtWrist(recording)
    ? await readWristRecording(models, await windowsOf(models, 'activity-wrist', recording), onProgress)
    : await readPhoneRecording(models, await windowsOf(models, 'activity', recording), onProgress)
  return smoothActivity(estimates)
}

async function windowsOf(
  models: Models,
  modelId: WindowedModelId,
  recording: Recording,
  baseline?: PersonalBaseline,
): Promise<readonly SignalWindow[]> {
  const { windowSpec, personalScale } = await models.manifest(modelId)
  const windows = sliceWindows(recording, windowSpec, personalScale, baseline)
  if (windows.length > 0) return windows
  const found = signalWords(recording, medianStepMs) || 'no signal'
  throw new AppError(
    'RECORDING_TOO_SHORT',
    `${recording.fileName}: there are no ${windowSpec.lengthSec} seconds in which enough was measured. Found: ${found}. Expected: ${EXPECTED[modelId]}${rateWords(recording)}.`,
  )
}

/** What a model cannot do without, for people. */
const EXPECTED: Readonly<Record<WindowedModelId, string>> = {
  stress:
    'heart rate, beats, skin conductance, skin temperature or acceleration, any of them, with a value every ten seconds or more often',
  activity: 'acceleration along three axes',
  'activity-wrist': 'acceleration along three axes',
}

/** What a motion sensor that is too slow is told: a step is over before its next sample comes. */
function rateWords({ series: { accX } }: Recording): string {
  if (accX === undefined || accX.timestampsMs.length < 2) return ''
  const medianMs = medianStepMs(accX.timestampsMs)
  if (medianMs <= LONGEST_MOTION_GAP_MS) return ''
  return `; the acceleration at ${1000 / LONGEST_MOTION_GAP_MS} samples a second at least (10 or more read well), here it has ${Number((1000 / medianMs).toFixed(2))}`
}
