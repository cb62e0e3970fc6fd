import type { Direction } from '../signal/turn-upright'
import { activityLabels } from './labels'

/** A phone whose long axis (y) lies this near to up stands in a pocket: the cosine of 45 degrees. */
const SMALLEST_SHARE_OF_LONG_AXIS = Math.SQRT1_2
const LYING = activityLabels.indexOf('lying')
const SITTING = activityLabels.indexOf('sitting')

/**
 * Scores of a phone that stands in a pocket: lying counts as sitting. The thigh is level in both, and nobody in the training lay down
 * with a phone there, so that the model would go by how quiet the sensor is. Worn another way the scores stay.
 */
export function pocketScores(scores: readonly number[], upright: Direction): readonly number[] {
  if (Math.abs(upright[1]) < SMALLEST_SHARE_OF_LONG_AXIS) return scores
  const lying = scores[LYING] ?? 0
  return scores.map((score, label) => (label === LYING ? 0 : label === SITTING ? score + lying : score))
}
