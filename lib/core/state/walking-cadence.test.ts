import { expect, it } from 'vitest'

import { activityLabels, type ActivityLabel } from './labels'
import type { UserState } from './user-state'
import { walkingCadence } from './walking-cadence'

const cadence = { cadenceSpm: 164, confidence: 0.9, sourceName: 'Phone' }
const sensed = (activity: ActivityLabel): UserState => ({
  cadence,
  activity: { scores: activityLabels.map((label) => (label === activity ? 0.9 : 0.01)), confidence: 0.9, sourceName: 'Phone' },
})

it('follows the steps of who walks or runs, and of nobody who sits', () => {
  expect(walkingCadence(sensed('running'))).toBe(164)
  expect(walkingCadence(sensed('walking'))).toBe(164)
  expect(walkingCadence(sensed('sitting'))).toBeUndefined()
  expect(walkingCadence({ ...sensed('sitting'), ownWord: { activity: 'running' } })).toBe(164)
  expect(walkingCadence({ cadence })).toBeUndefined()
  expect(walkingCadence({ ownWord: { activity: 'running' } })).toBeUndefined()
})
