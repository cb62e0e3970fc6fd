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
  /** (2,) valence and arousal of the listener's own mood word, 0 where absent */
  readonly word: Float32Array
  /** (4,) confidence of emotion, stress, activity and word, 0 where absent */
  readonly presence: Float32Array
}

function scoresOf(reading: SensorReading | undefined, labelCount: number): Float32Array {
  return reading === undefined ? new Float32Array(labelCount) : Float32Array.from(reading.scores)
}

/** Turns a user state into the fusion graph's inputs; the listener's own activity replaces the sensed one, and is certain. */
export function fusionInputs(userState: UserState): FusionInputs {
  const { emotion, stress, ownWord } = userState
  const ownActivity = ownWord?.activity
  const activity: SensorReading | undefined =
    ownActivity === undefined
      ? userState.activity
      : { scores: activityLabels.map((label) => (label === ownActivity ? 1 : 0)), confidence: 1, sourceName: 'Own word' }
  const point = ownWord?.mood === undefined ? ownWord?.moodPoint : moodPoints[ownWord.mood]
  return {
    emotion: scoresOf(emotion, emotionLabels.length),
    stress: scoresOf(stress, stressLabels.length),
    activity: scoresOf(activity, activityLabels.length),
    word: Float32Array.of(point?.valence ?? 0, point?.arousal ?? 0),
    presence: Float32Array.of(emotion?.confidence ?? 0, stress?.confidence ?? 0, activity?.confidence ?? 0, point === undefined ? 0 : 1),
  }
}
