import { findUpright, turnUpright, type Direction } from '@/lib/core/signal/turn-upright'
import type { SignalWindow } from '@/lib/core/signal/window-spec'
import { isSurelyWalking, judgeActivity } from '@/lib/core/state/judge-activity'
import { pocketScores } from '@/lib/core/state/pocket-activity'
import type { Estimate } from '@/lib/core/state/user-state'
import { toActivityScores } from '@/lib/core/state/wrist-activity'

import { estimateWindows } from './estimate-windows'
import type { Models } from './models'

type OnProgress = (doneShare: number) => void
const noProgress: OnProgress = () => undefined

/** Reads windows of a phone's motion; with `upright` they are turned to it first. */
export async function readPhoneActivity(
  models: Models,
  windows: readonly SignalWindow[],
  upright: Direction | undefined,
  onProgress: OnProgress = noProgress,
): Promise<readonly Estimate[]> {
  const { windowSpec } = await models.manifest('activity')
  const turned = upright === undefined ? windows : windows.map((window) => turnUpright(window, upright, windowSpec))
  const estimates = await estimateWindows(models, 'activity', turned, onProgress)
  return estimates.map((estimate, index) => {
    const window = turned[index]
    const worn = upright === undefined ? estimate : { ...estimate, scores: pocketScores(estimate.scores, upright) }
    return window === undefined ? worn : judgeActivity(worn, window, windowSpec)
  })
}

/** Reads all of a phone's recording: once to find its walking, and where that tells which way is up, once more with it. */
export async function readPhoneRecording(
  models: Models,
  windows: readonly SignalWindow[],
  onProgress: OnProgress,
): Promise<readonly Estimate[]> {
  const { windowSpec } = await models.manifest('activity')
  const estimates = await readPhoneActivity(models, windows, undefined, (doneShare) => onProgress(doneShare / 2))
  const gravity = windowSpec.presenceGroups.indexOf('gravity')
  const walking = windows.filter((window, index) => {
    const estimate = estimates[index]
    return window.presence[gravity] === 1 && estimate !== undefined && isSurelyWalking(estimate)
  })
  const upright = findUpright(walking, windowSpec)
  if (upright === undefined) return estimates
  return readPhoneActivity(models, windows, upright, (doneShare) => onProgress(0.5 + doneShare / 2))
}

/** Reads a wrist's recording and says it in the words of a phone's. */
export async function readWristRecording(
  models: Models,
  windows: readonly SignalWindow[],
  onProgress: OnProgress,
): Promise<readonly Estimate[]> {
  const { windowSpec } = await models.manifest('activity-wrist')
  const estimates = await estimateWindows(models, 'activity-wrist', windows, onProgress)
  return estimates.map((estimate, index) => {
    const window = windows[index]
    const judged = window === undefined ? estimate : judgeActivity(estimate, window, windowSpec)
    return { ...judged, scores: toActivityScores(judged.scores) }
  })
}
