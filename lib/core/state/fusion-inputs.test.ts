import { readFileSync } from 'node:fs'

import { describe, expect, it } from 'vitest'
import { z } from 'zod'

import { fusionInputs } from './fusion-inputs'
import { moodWords } from './labels'
import { labelArousals, moodPoints } from './moods'
import type { SensorReading, UserState } from './user-state'

const walking: SensorReading = { scores: [0, 0, 0.1, 0.9, 0, 0, 0], confidence: 0.75, sourceName: 'Phone' }
const happy: SensorReading = { scores: [0, 0, 0, 0.8, 0, 0.1, 0.1], confidence: 0.5, sourceName: 'Webcam' }

describe('fusionInputs', () => {
  it('gives zeros for a state without anything', () => {
    const inputs = fusionInputs({})
    expect(Object.values(inputs).flatMap((values) => Array.from(values))).toEqual(Array.from({ length: 28 }, () => 0))
  })

  it('passes the scores on, with the confidence as presence', () => {
    const inputs = fusionInputs({ emotion: happy, activity: walking })
    expect(Array.from(inputs.emotion)).toEqual(happy.scores.map(Math.fround))
    expect(Array.from(inputs.presence)).toEqual([0.5, 0, 0.75, 0, 0, 0])
  })

  it('reads the heart against its rest and counts the steps', () => {
    const inputs = fusionInputs({
      heartRate: { heartRateBpm: 90, restingBpm: 60, confidence: 0.5, sourceName: 'Chest strap' },
      cadence: { cadenceSpm: 110, confidence: 0.75, sourceName: 'Phone' },
    })
    expect([...inputs.heartRate, ...inputs.cadence]).toEqual([1.5, 110])
    expect(Array.from(inputs.presence)).toEqual([0, 0, 0, 0.5, 0.75, 0])
  })

  it('takes numbers that no body gives as absent', () => {
    for (const [heartRateBpm, restingBpm, cadenceSpm] of [
      [Number.NaN, 60, Number.NaN],
      [80, 0, 0],
      [400, 60, 900],
      [-80, 60, -110],
    ] as const) {
      const inputs = fusionInputs({
        heartRate: { heartRateBpm, restingBpm, confidence: 1, sourceName: 'Chest strap' },
        cadence: { cadenceSpm, confidence: 1, sourceName: 'Phone' },
      })
      expect([...inputs.heartRate, ...inputs.cadence, ...inputs.presence]).toEqual(Array.from({ length: 8 }, () => 0))
    }
  })

  it('puts the own activity in place of the sensed one, and is certain of it', () => {
    const inputs = fusionInputs({ activity: walking, ownWord: { activity: 'running' } })
    expect(Array.from(inputs.activity)).toEqual([0, 0, 0, 0, 0, 0, 1])
    expect(inputs.presence[2]).toBe(1)
    expect(inputs.presence[5]).toBe(0)
  })

  it('gives the own mood its place in the plane and full presence', () => {
    for (const mood of moodWords) {
      const inputs = fusionInputs({ ownWord: { mood } })
      expect(Array.from(inputs.word)).toEqual([Math.fround(moodPoints[mood].valence), Math.fround(moodPoints[mood].arousal)])
      expect(inputs.presence[5]).toBe(1)
    }
  })

  it('has the shapes of the contract', () => {
    const contract: unknown = JSON.parse(readFileSync('training/contracts/state-fusion.json', 'utf8'))
    const full: UserState = { emotion: happy, stress: { ...happy, scores: [1, 0, 0, 0] }, activity: walking, ownWord: { mood: 'calm' } }
    const shapes = Object.entries(fusionInputs(full)).map(([name, values]) => ({ name, shape: [-1, values.length] }))
    expect(contract).toMatchObject({ inputs: shapes })
  })
})

const pointsSchema = z.record(z.string(), z.array(z.number()))
const contractSchema = z.object({
  emotionPoints: pointsSchema,
  stressPoints: pointsSchema,
  activityArousals: z.record(z.string(), z.number()),
})

describe('moodPoints', () => {
  it('are the points that the training read', () => {
    const contract: unknown = JSON.parse(readFileSync('training/contracts/state-fusion.json', 'utf8'))
    expect(contract).toMatchObject({
      moodPoints: Object.fromEntries(Object.entries(moodPoints).map(([word, { valence, arousal }]) => [word, [valence, arousal]])),
    })
  })

  it('stand beside the arousals of the labels, which the training read too', () => {
    const contract = contractSchema.parse(JSON.parse(readFileSync('training/contracts/state-fusion.json', 'utf8')))
    const arousalsOf = (points: Record<string, number[]>) =>
      Object.fromEntries(Object.entries(points).map(([name, point]) => [name, point[1]]))
    expect(labelArousals).toEqual({
      emotion: arousalsOf(contract.emotionPoints),
      stress: arousalsOf(contract.stressPoints),
      activity: contract.activityArousals,
    })
  })

  it('lie inside the plane', () => {
    for (const { valence, arousal } of Object.values(moodPoints)) expect(Math.hypot(valence, arousal)).toBeLessThanOrEqual(1)
  })
})
