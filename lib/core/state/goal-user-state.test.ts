import { describe, expect, it } from 'vitest'

import { goalUserState } from './goal-user-state'
import { goals, type SensorReading, type UserState } from './user-state'

const walking: SensorReading = { scores: [0, 0, 0, 1, 0, 0, 0], confidence: 0.9, sourceName: 'Phone' }
const sad: SensorReading = { scores: [0, 0, 0, 0, 1, 0, 0], confidence: 0.9, sourceName: 'Webcam' }
const userState: UserState = { emotion: sad, activity: walking, ownWord: { activity: 'running' } }

describe('goalUserState', () => {
  it('is the state itself for a match', () => {
    expect(goalUserState('match', userState)).toBe(userState)
  })

  it('names a mood for every other goal, and forgets the face', () => {
    for (const goal of goals.filter((name) => name !== 'match')) {
      const place = goalUserState(goal, userState)
      expect(place.ownWord?.mood).toBeDefined()
      expect(place.emotion).toBeUndefined()
      expect(place.stress).toBeUndefined()
    }
  })

  it('keeps what the body does when it lifts or energises, and lets it go when it calms or focuses', () => {
    expect(goalUserState('lift', userState)).toEqual({ activity: walking, ownWord: { mood: 'happy', activity: 'running' } })
    expect(goalUserState('energise', { activity: walking })).toEqual({ activity: walking, ownWord: { mood: 'excited' } })
    expect(goalUserState('calm', userState)).toEqual({ ownWord: { mood: 'calm' } })
    expect(goalUserState('focus', userState)).toEqual({ ownWord: { mood: 'focused' } })
  })
})
