import { activityRows } from '@/components/recording/activity-words'
import { stillShare } from '@/lib/core/state/judge-activity'
import { activityLabels } from '@/lib/core/state/labels'
import type { MotionReading } from '@/lib/stores/live-motion'

const MOVING = activityLabels.filter((label) => label !== 'lying' && label !== 'sitting' && label !== 'standing')

/** The bars of a reading: "Still" stands for lying, sitting and standing as long as which way is up is not known. */
export function motionBars(motion: MotionReading | undefined): {
  readonly labels: readonly string[]
  readonly scores: readonly number[] | undefined
} {
  const scores = motion?.reading.scores
  if (motion?.isUpright) return { labels: activityLabels.map((label) => activityRows[label]), scores }
  return {
    labels: ['Still', ...MOVING.map((label) => activityRows[label])],
    scores: scores && [stillShare(scores), ...MOVING.map((label) => scores[activityLabels.indexOf(label)] ?? 0)],
  }
}

/** What the reading says of itself, in a sentence. */
export function motionWords(motion: MotionReading | undefined): string {
  if (motion === undefined) return 'Listening for the first seconds.'
  if (motion.doubt === 'notWorn') return 'Not a tremor: the phone lies somewhere and is not worn, so it says nothing.'
  if (motion.doubt === 'unknownMovement') return 'Unknown movement: it looks like nothing that the model has learned, so it says nothing.'
  if (!motion.isUpright) return 'Walk ten steps with the phone where you wear it, and it can tell lying, sitting and standing apart.'
  return 'Which way is up is known from your walking.'
}
