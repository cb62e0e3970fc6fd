import type { SignalWindow, WindowSpec } from '../signal/window-spec'
import { activityLabels } from './labels'
import type { Estimate } from './user-state'

/** Quieter than this over a whole window no body is: the phone lies on a table, the watch too. */
const NOT_WORN_SPREAD_G = 0.0015
/**
 * Below this calibrated confidence the movement is none that the model knows: as likely wrong as right. Of people who sit down, lie down or get
 * up, which no training saw, that catches two in five, and of what it knows it loses .2 % (docs/model-cards/activity.md).
 */
const SMALLEST_KNOWN_CONFIDENCE = 0.5
const POSTURES: ReadonlySet<string> = new Set(['lying', 'sitting', 'standing'])
/** Somebody on their feet, as sure as this, tells which way up the phone is worn. */
const SURE_OF_WALKING = 0.8
const ON_FEET: ReadonlySet<string> = new Set(['walking', 'walkingUpstairs', 'walkingDownstairs'])

/**
 * Says how far an estimate of activity can be believed.
 *
 * Where which way is up along the body is not known, lying, sitting and standing are one answer, "still", and its confidence is that
 * of the three together. A window without any movement is not worn; one that the model has no word for is unknown movement.
 */
export function judgeActivity(estimate: Estimate, window: SignalWindow, windowSpec: WindowSpec): Estimate {
  if (spreadG(window, windowSpec.channels.length) < NOT_WORN_SPREAD_G) return { ...estimate, confidence: 0, doubt: 'notWorn' }
  const upright = windowSpec.presenceGroups.indexOf('upright')
  const isStillOneAnswer = upright >= 0 && window.presence[upright] !== 1
  const confidence = isStillOneAnswer ? Math.max(stillShare(estimate.scores), movingShare(estimate.scores)) : Math.max(...estimate.scores)
  return { ...estimate, confidence, ...(confidence < SMALLEST_KNOWN_CONFIDENCE ? { doubt: 'unknownMovement' as const } : {}) }
}

/** Whether an estimate is surely of somebody walking, on the level or on stairs. */
export const isSurelyWalking = ({ scores }: Estimate): boolean => shareOf(scores, ON_FEET) >= SURE_OF_WALKING

/** The share of lying, sitting and standing together in scores in the order of `activityLabels`. */
export const stillShare = (scores: readonly number[]): number => shareOf(scores, POSTURES)

const shareOf = (scores: readonly number[], labels: ReadonlySet<string>): number =>
  activityLabels.reduce((sum, label, index) => (labels.has(label) ? sum + (scores[index] ?? 0) : sum), 0)

function movingShare(scores: readonly number[]): number {
  return Math.max(...activityLabels.map((label, index) => (POSTURES.has(label) ? 0 : (scores[index] ?? 0))))
}

/** The length of the standard deviations of the three axes of acceleration, which are the first channels. */
function spreadG({ values }: SignalWindow, channelCount: number): number {
  const sampleCount = values.length / channelCount
  const variances = [0, 1, 2].map((axis) => {
    const column = Array.from({ length: sampleCount }, (_, sample) => values[sample * channelCount + axis] ?? NaN)
    const mean = column.reduce((sum, value) => sum + value, 0) / sampleCount
    return column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sampleCount
  })
  return Math.sqrt(variances.reduce((sum, variance) => sum + variance, 0))
}
