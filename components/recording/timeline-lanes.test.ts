import { expect, test } from 'vitest'

import { assessRecording } from '@/lib/core/signal/assess-recording'
import type { CadenceEstimate } from '@/lib/core/signal/cadence-series'
import { recordingOf, regularSeries, testStartMs } from '@/lib/core/signal/test-support'
import type { Estimate } from '@/lib/core/state/user-state'

import { movementLanes, signalLanes, type Lane } from './timeline-lanes'

const MINUTES = 10
const at = (sec: number) => testStartMs + sec * 1000
const stretch = (fromSec: number, toSec = fromSec) => ({ startMs: at(fromSec), endMs: at(toSec) })

/** Ten minutes of skin conductance and heart rate; at rest, then stressed, then unsure. */
const read = (() => {
  const recording = recordingOf({
    eda: regularSeries(MINUTES * 60, 4, (atSec) => 1 + atSec / 600),
    heartRate: regularSeries(MINUTES * 60, 1, (atSec) => (atSec < 300 ? 62 : 90)),
  })
  const { quality, heartRate } = assessRecording(recording)
  const estimates = Array.from({ length: 37 }, (_, index): Estimate => {
    const stress = index < 18 ? 0.1 : 0.9
    return { ...stretch(index * 15, index * 15 + 60), scores: [1 - stress, stress, 0, 0], confidence: index < 30 ? 0.9 : 0.2 }
  })
  return { recording, quality, heartRate, estimates }
})()

/** A walk on a phone: still, then walking with steps, a gesture in between. */
const walk = (() => {
  const recording = recordingOf({ accX: regularSeries(120, 8, () => 1) })
  const { quality } = assessRecording(recording)
  const label = (index: number) => (index < 24 ? [1 / 3, 1 / 3, 1 / 3, 0, 0, 0, 0] : [0, 0, 0, 1, 0, 0, 0])
  const estimates = Array.from({ length: 47 }, (_, index) => ({
    ...stretch(index * 2.5, index * 2.5 + 5),
    scores: label(index),
    confidence: 0.9,
    ...(index === 46 ? { doubt: 'notWorn' as const } : {}),
  }))
  const steps = [20, ...Array.from({ length: 20 }, (_, index) => 62 + 2 * index)]
  const cadence = steps.map((sec): CadenceEstimate => ({ ...stretch(sec, sec + 8), cadenceSpm: 111.7, confidence: 0.9 }))
  return { recording, quality, heartRate: undefined, estimates, cadence }
})()

const words = (lanes: readonly Lane[], from: number, to?: number) =>
  Object.fromEntries(lanes.map((lane) => [lane.key, lane.valueIn(stretch(from, to))]))

test("a wearable's lanes are those of what it measured, each with its value at a moment and over a stretch, in words", () => {
  const lanes = signalLanes('stress', read)
  expect(lanes.map(({ key }) => key)).toEqual(['stress', 'heartRate', 'eda'])
  expect(words(lanes, 120)).toEqual({ stress: '10 %, looks at rest', heartRate: '62', eda: '1.20' })
  expect(words(lanes, 360, 420)).toEqual({ stress: '90 %, looks stressed', heartRate: '90', eda: '1.65' })
  expect(words(lanes, 540).stress).toBe('too unsure to say')
  expect(words(lanes, 5000)).toEqual({ stress: 'not measured', heartRate: 'not measured', eda: 'not measured' })
})

test('what is too unsure is hatched and drawn as another line', () => {
  const [stress] = signalLanes('stress', read)
  if (stress?.kind !== 'line') throw new Error('There is no lane of stress.')
  expect(stress.unsure).toMatchObject([{ startMs: at(472.5), endMs: at(577.5) }])
  const [times, claimed, unclaimed] = stress.dataIn(stretch(0, 600), 100)
  expect(times).toHaveLength(37)
  expect(claimed?.[36]).toBeNull()
  expect(unclaimed?.[36]).toBeCloseTo(90, 9)
})

test('movement has a row for each activity that is seen, a moment without one says why, and a gesture is no steps', () => {
  expect(signalLanes('activity', walk)).toEqual([])
  const lanes = movementLanes(walk.estimates, walk.cadence)
  const [movement, steps] = lanes
  expect(movement?.kind === 'rows' && movement.rows).toEqual(['Still', 'Walking'])
  expect(words(lanes, 20)).toEqual({ activity: 'still', cadence: 'none' })
  expect(words(lanes, 80)).toEqual({ activity: 'walking', cadence: '112' })
  expect(words(lanes, 117.5).activity).toBe('not worn')
  expect(steps?.kind === 'line' && steps.dataIn(stretch(0, 120), 100)[0]).toHaveLength(20)
})
