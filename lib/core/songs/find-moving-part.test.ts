import { expect, it } from 'vitest'

import { activityLabels } from '@/lib/core/state/labels'
import { statesWithoutEachPart } from '@/lib/core/state/state-parts'

import { findMovingPart } from './find-moving-part'

it('names the part without which the state would lie farthest from the song', () => {
  const state = [0.6, 0.8, 0]
  const withouts = [
    { part: 'emotion' as const, vector: [0, 1, 0] },
    { part: 'activity' as const, vector: [1, 0, 0] },
  ]
  expect(findMovingPart([1, 0.2, 0], state, withouts)).toBe('emotion')
  expect(findMovingPart([0.2, 1, 0], state, withouts)).toBe('activity')
})

it('names none where every part led away from the song', () => {
  expect(findMovingPart([0, 0, 1], [1, 0, 0], [{ part: 'stress', vector: [0.5, 0, 0.5] }])).toBeUndefined()
  expect(findMovingPart([1, 0], [1, 0], [])).toBeUndefined()
})

it('takes a state apart into what sentences can name', () => {
  const reading = { scores: activityLabels.map(() => 1 / activityLabels.length), confidence: 0.5, sourceName: 'Phone' }
  const userState = { activity: reading, ownWord: { mood: 'calm' as const, activity: 'sitting' as const } }
  expect(statesWithoutEachPart(userState)).toEqual([
    { part: 'activity', userState: { ownWord: { mood: 'calm', activity: 'sitting' } } },
    { part: 'ownMood', userState: { activity: reading, ownWord: { activity: 'sitting' } } },
    { part: 'ownActivity', userState: { activity: reading, ownWord: { mood: 'calm' } } },
  ])
  expect(statesWithoutEachPart({})).toEqual([])
})
