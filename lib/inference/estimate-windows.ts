import { sampleCountOf } from '@/lib/core/signal/create-window-cutter'
import type { SignalWindow } from '@/lib/core/signal/window-spec'
import { AppError } from '@/lib/core/app-error'
import type { Estimate } from '@/lib/core/state/user-state'

import type { WindowedModelId } from './windowed-model-id'
import type { Models } from './models'
import { toEstimate } from './to-estimate'

/** Windows in one run. Every run has this many, the last one padded, because WebGPU and WebGL compile anew for each shape. */
const batchSize = 128

/** Puts rows one after another into an array of rowCount rows; the rest stays 0. */
function stackRows(rows: readonly Float32Array[], rowCount: number, rowLength: number): Float32Array {
  const stacked = new Float32Array(rowCount * rowLength)
  for (const [index, row] of rows.entries()) stacked.set(row, index * rowLength)
  return stacked
}

/** The windows of each run: as many as batchSize, all with the same presence, by which the stress model picks its network. */
function batchesOf(windows: readonly SignalWindow[]): readonly (readonly SignalWindow[])[] {
  const byPresence = new Map<string, SignalWindow[]>()
  for (const window of windows) {
    const alike = byPresence.get(window.presence.join())
    if (alike === undefined) byPresence.set(window.presence.join(), [window])
    else alike.push(window)
  }
  return [...byPresence.values()].flatMap((alike) =>
    Array.from({ length: Math.ceil(alike.length / batchSize) }, (_, run) => alike.slice(run * batchSize, (run + 1) * batchSize)),
  )
}

/** Runs a window model over windows; the estimates come in order of time, and each speaks of its window's stretch. */
export async function estimateWindows(
  models: Models,
  modelId: WindowedModelId,
  windows: readonly SignalWindow[],
  onProgress: (doneShare: number) => void,
): Promise<readonly Estimate[]> {
  const { windowSpec, labels } = await models.manifest(modelId)
  const sampleCount = sampleCountOf(windowSpec)
  const channelCount = windowSpec.channels.length
  const groupCount = windowSpec.presenceGroups.length
  for (const [index, window] of windows.entries()) {
    if (window.values.length !== sampleCount * channelCount || window.presence.length !== groupCount) {
      throw new AppError(
        'MODEL_MISMATCH',
        `Window ${index} holds ${window.values.length} values and ${window.presence.length} presences; ` +
          `the ${modelId} model expects ${sampleCount * channelCount} and ${groupCount}.`,
      )
    }
  }
  const estimates: Estimate[] = []
  for (const batch of batchesOf(windows)) {
    // One window alone, as a live sensor gives it, is not padded: it would cost a whole batch.
    const rowCount = windows.length === 1 ? 1 : batchSize
    const values = stackRows(
      batch.map((window) => window.values),
      rowCount,
      sampleCount * channelCount,
    )
    const presence = stackRows(
      batch.map((window) => window.presence),
      rowCount,
      groupCount,
    )
    const scores = await models.run(
      modelId,
      {
        window: { values, shape: [rowCount, sampleCount, channelCount] },
        presence: { values: presence, shape: [rowCount, groupCount] },
      },
      'scores',
    )
    for (const [row, { startMs, endMs }] of batch.entries()) {
      estimates.push(toEstimate(scores.subarray(row * labels.length, (row + 1) * labels.length), startMs, endMs))
    }
    onProgress(estimates.length / windows.length)
  }
  return estimates.toSorted((one, other) => one.startMs - other.startMs)
}
