import { activityLabels } from './labels'
import type { SeenActivity } from './likeliest-activity'
import type { UserState } from './user-state'

/** The activities whose steps the beat can follow. */
const steppingActivities: ReadonlySet<SeenActivity> = new Set<SeenActivity>(['walking', 'walkingUpstairs', 'walkingDownstairs', 'running'])

/** Whether somebody takes steps in an activity. */
export const isStepping = (activity: SeenActivity): boolean => steppingActivities.has(activity)

/** Returns the steps a minute that music can follow: those of a listener who walks or runs, by their own word or else by the motion. */
export function walkingCadence({ activity, ownWord, cadence }: UserState): number | undefined {
  if (cadence === undefined) return undefined
  const scores = activity?.scores ?? []
  const sensed = scores.length === 0 ? undefined : activityLabels[scores.indexOf(Math.max(...scores))]
  const doing = ownWord?.activity ?? sensed
  return doing !== undefined && isStepping(doing) ? cadence.cadenceSpm : undefined
}
