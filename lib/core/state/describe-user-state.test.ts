import { describe, expect, it } from 'vitest'

import { describeUserState } from './describe-user-state'
import { activityLabels, emotionLabels, stressLabels } from './labels'
import type { SensorReading } from './user-state'

function reading(labelCount: number, top: number, confidence: number): SensorReading {
  return { scores: Array.from({ length: labelCount }, (_, label) => (label === top ? 0.7 : 0.05)), confidence, sourceName: 'Made up' }
}

describe('describeUserState', () => {
  it('says nothing of what is absent', () => {
    expect(describeUserState({})).toEqual({})
  })

  it('speaks of signals', () => {
    expect(
      describeUserState({
        emotion: reading(7, emotionLabels.indexOf('happy'), 0.9),
        stress: reading(4, stressLabels.indexOf('stress'), 0.9),
        activity: reading(7, activityLabels.indexOf('walking'), 0.9),
      }),
    ).toEqual({
      emotion: 'your expression looks happy',
      stress: 'your wearable looks stressed',
      activity: 'your movement looks like walking',
    })
  })

  it('says may where the model is not sure', () => {
    expect(describeUserState({ emotion: reading(7, emotionLabels.indexOf('sad'), 0.3) }).emotion).toBe('your expression may look sad')
  })

  it('repeats the own word as the listener’s', () => {
    expect(describeUserState({ ownWord: { mood: 'calm', activity: 'lying' } })).toEqual({
      ownMood: 'your word is calm',
      ownActivity: 'you chose lying down',
    })
  })

  it('never says what a person is', () => {
    for (let top = 0; top < 7; top++) {
      for (const confidence of [0.2, 0.8]) {
        const phrases = describeUserState({
          emotion: reading(7, top, confidence),
          stress: reading(4, top % 4, confidence),
          activity: reading(7, top, confidence),
        })
        for (const phrase of Object.values(phrases)) expect(phrase).not.toMatch(/\byou are\b/)
      }
    }
  })
})

it('says of a phone that rests in an unknown posture that it keeps still', () => {
  const activity = { scores: [0.33, 0.32, 0.31, 0.02, 0.01, 0.01, 0], confidence: 0.96, sourceName: 'This phone' }
  expect(describeUserState({ activity }).activity).toBe('your body keeps still')
})
