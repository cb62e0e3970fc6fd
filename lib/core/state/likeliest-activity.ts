import { stillShare } from './judge-activity'
import { activityLabels, type ActivityLabel } from './labels'

/** At least so much of the scores must be postures, and the likeliest at most this part of them, for a rest whose posture is not known. */
const SMALLEST_STILL_SHARE = 0.5
const LARGEST_SHARED_POSTURE = 0.5

/** What scores of activity speak of; a body that rests in an unknown posture shares them between lying, sitting and standing: it keeps still. */
export type SeenActivity = ActivityLabel | 'still'

/** The activity that scores in the order of `activityLabels` speak of; `heldIndex` is the label that is held against flapping. */
export function likeliestActivity(scores: readonly number[], heldIndex?: number): SeenActivity {
  const still = stillShare(scores)
  const highest = Math.max(...scores)
  if (still > SMALLEST_STILL_SHARE && highest < still * LARGEST_SHARED_POSTURE) return 'still'
  return activityLabels[heldIndex ?? scores.indexOf(highest)] ?? 'still'
}
