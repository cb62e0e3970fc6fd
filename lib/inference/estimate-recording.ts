import { AppError } from '@/lib/core/app-error'
import type { Recording } from '@/lib/core/signal/recording'
import { sliceWindows } from '@/lib/core/signal/slice-windows'
import type { Estimate } from '@/lib/core/state/user-state'

import { estimateWindows } from './estimate-windows'
import type { WindowModelId } from './inference'
import type { Models } from './models'

/**
 * Cuts a recording into the windows of a model's manifest and reads each, in order of time.
 *
 * Throws RECORDING_TOO_SHORT when not one window can be filled.
 */
export async function estimateRecording(
  models: Models,
  modelId: WindowModelId,
  recording: Recording,
  onProgress: (doneShare: number) => void,
): Promise<readonly Estimate[]> {
  const { windowSpec, personalScale } = await models.manifest(modelId)
  const windows = sliceWindows(recording, windowSpec, personalScale)
  if (windows.length === 0) {
    const wanted = windowSpec.channels.map(({ name }) => name).join(', ')
    const found = Object.keys(recording.series).join(', ')
    throw new AppError(
      'RECORDING_TOO_SHORT',
      `${recording.fileName}: there are no ${windowSpec.lengthSec} seconds in which enough was measured. Found: ${found}. Expected: ${wanted}.`,
    )
  }
  return estimateWindows(models, modelId, windows, onProgress)
}
