import type { SeenActivity } from '@/lib/core/state/likeliest-activity'

/** How an activity is called in a row of the timeline, in the order from rest to run. */
export const activityRows: Readonly<Record<SeenActivity, string>> = {
  still: 'Still',
  lying: 'Lying',
  sitting: 'Sitting',
  standing: 'Standing',
  walking: 'Walking',
  walkingUpstairs: 'Upstairs',
  walkingDownstairs: 'Downstairs',
  running: 'Running',
}

/** The activities in that order. */
export const seenActivities: readonly SeenActivity[] = [
  'still',
  'lying',
  'sitting',
  'standing',
  'walking',
  'walkingUpstairs',
  'walkingDownstairs',
  'running',
]
