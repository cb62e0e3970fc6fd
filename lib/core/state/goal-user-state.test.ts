import { describe, expect, it } from 'vitest'

import { goalUserState } from './goal-user-state'
import type { MoodWord } from './labels'
import { moodPoints, type MoodPoint } from './moods'
import { goals, type CadenceReading, type SensorReading, type UserState } from './user-state'

const walking: SensorReading = { scores: [0, 0, 0, 1, 0, 0, 0], confidence: 0.9, sourceName: 'Phone' }
const sad: SensorReading = { scores: [0, 0, 0, 0, 1, 0, 0], confidence: 0.9, sourceName: 'Webcam' }
const cadence: CadenceReading = { cadenceSpm: 112, confidence: 0.8, sourceName: 'Phone' }
const userState: UserState = { emotion: sad, activity: walking, ownWord: { activity: 'running' } }

describe('goalUserState', () => {
  it('is the state itself for a match', () => {
    expect(goalUserState('match', userState)).toBe(userState)
  })

  it('names a mood for every other goal, and forgets the face', () => {
    for (const goal of goals.filter((name) => name !== 'match')) {
      const place = goalUserState(goal, userState)
      expect(place.ownWord?.mood ?? place.ownWord?.moodPoint).toBeDefined()
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

  it('holds the arousal of the word, whatever the sensors say, and lets the valence go', () => {
    for (const [mood, { arousal }] of Object.entries(moodPoints) as [MoodWord, MoodPoint][]) {
      const place = goalUserState('hold', { emotion: sad, ownWord: { mood } })
      expect(place).toEqual({ ownWord: { moodPoint: { valence: 0.45, arousal } } })
    }
  })

  it('holds the mean arousal of the sensors, the surer ones more, and what the body does', () => {
    const place = goalUserState('hold', { emotion: { ...sad, confidence: 0.3 }, activity: walking, cadence })
    expect(place.ownWord?.moodPoint?.arousal).toBeCloseTo((-0.45 * 0.3 + 0.2 * 0.9) / 1.2)
    expect(place).toMatchObject({ activity: walking, cadence })
    expect(goalUserState('hold', {}).ownWord?.moodPoint?.arousal).toBe(0)
  })
})
