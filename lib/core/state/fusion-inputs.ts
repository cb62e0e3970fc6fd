import { activityLabels, emotionLabels, stressLabels } from './labels'
import { moodPoints } from './moods'
import type { SensorReading, UserState } from './user-state'

/** What the fusion graph takes for one state, by the names of `training/contracts/state-fusion.json`; each a row without its batch axis. */
export type FusionInputs = {
  /** (7,) scores, 0 where absent */
  readonly emotion: Float32Array
  /** (4,) scores, 0 where absent */
  readonly stress: Float32Array
  /** (7,) scores, 0 where absent */
  readonly activity: Float32Array
  /** (1,) the heart's rate as a multiple of the listener's own at rest, 0 where absent */
  readonly heartRate: Float32Array
  /** (1,) steps a minute, 0 where absent */
  readonly cadence: Float32Array
  /** (2,) valence and arousal of the listener's own mood word, 0 where absent */
  readonly word: Float32Array
  /** (6,) confidence of emotion, stress, activity, heart rate, cadence and word, 0 where absent */
  readonly presence: Float32Array
}

/** Beyond these the graph was never trained: a heart at five times its rest or 250 steps a minute is a fault of the sensor. */
const limits = { heartRateOverRest: 5, cadenceSpm: 250 } as const

/** A number and the confidence in it; both 0 where it is absent or no number that a body could give. */
function signalOf(
  value: number | undefined,
  limit: number,
  confidence: number | undefined,
): { readonly value: number; readonly confidence: number } {
  return value !== undefined && value > 0 && value <= limit ? { value, confidence: confidence ?? 0 } : { value: 0, confidence: 0 }
}

function scoresOf(reading: SensorReading | undefined, labelCount: number): Float32Array {
  return reading === undefined ? new Float32Array(labelCount) : Float32Array.from(reading.scores)
}

/** Turns a user state into the fusion graph's inputs; the listener's own activity replaces the sensed one, and is certain. */
export function fusionInputs(userState: UserState): FusionInputs {
  const { emotion, stress, heartRate, cadence, ownWord } = userState
  const ownActivity = ownWord?.activity
  const activity: SensorReading | undefined =
    ownActivity === undefined
      ? userState.activity
      : { scores: activityLabels.map((label) => (label === ownActivity ? 1 : 0)), confidence: 1, sourceName: 'Own word' }
  const point = ownWord?.mood === undefined ? ownWord?.moodPoint : moodPoints[ownWord.mood]
  const heart = signalOf(
    heartRate === undefined ? undefined : heartRate.heartRateBpm / heartRate.restingBpm,
    limits.heartRateOverRest,
    heartRate?.confidence,
  )
  const steps = signalOf(cadence?.cadenceSpm, limits.cadenceSpm, cadence?.confidence)
  return {
    emotion: scoresOf(emotion, emotionLabels.length),
    stress: scoresOf(stress, stressLabels.length),
    activity: scoresOf(activity, activityLabels.length),
    heartRate: Float32Array.of(heart.value),
    cadence: Float32Array.of(steps.value),
    word: Float32Array.of(point?.valence ?? 0, point?.arousal ?? 0),
    presence: Float32Array.of(
      emotion?.confidence ?? 0,
      stress?.confidence ?? 0,
      activity?.confidence ?? 0,
      heart.confidence,
      steps.confidence,
      point === undefined ? 0 : 1,
    ),
  }
}
