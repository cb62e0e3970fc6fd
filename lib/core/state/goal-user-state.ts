import { activityLabels, emotionLabels, stressLabels, type MoodWord } from './labels'
import { labelArousals, moodPoints } from './moods'
import type { Goal, OwnWord, SensorReading, UserState } from './user-state'

/** The mood word in whose place each goal lies that does not depend on the state. */
const goalMoods: Readonly<Record<Exclude<Goal, 'match' | 'hold'>, MoodWord>> = {
  lift: 'happy',
  calm: 'calm',
  focus: 'focused',
  energise: 'excited',
}

/** Where holding the energy lets the mood go, -1..1: mildly pleasant, far enough from the middle that songs there are of one mood. */
const heldValence = 0.45

/**
 * Returns the user state whose fused vector is the goal's place: for 'match' the state itself, else a mood, whatever the face shows.
 *
 * Lift, hold and energise keep what the body does, so that the tempo stays with it; calm and focus let it go, because they lead to rest.
 */
export function goalUserState(goal: Goal, userState: UserState): UserState {
  if (goal === 'match') return userState
  if (goal === 'calm' || goal === 'focus') return { ownWord: { mood: goalMoods[goal] } }
  const mood: OwnWord =
    goal === 'hold' ? { moodPoint: { valence: heldValence, arousal: presentArousal(userState) } } : { mood: goalMoods[goal] }
  const { activity, heartRate, cadence, ownWord } = userState
  return {
    ...(activity === undefined ? {} : { activity }),
    ...(heartRate === undefined ? {} : { heartRate }),
    ...(cadence === undefined ? {} : { cadence }),
    ownWord: ownWord?.activity === undefined ? mood : { ...mood, activity: ownWord.activity },
  }
}

/** How activated a state is, -1..1: as the listener's word says, else the mean of what the estimates say, by their confidence; 0 without any. */
function presentArousal({ emotion, stress, activity, ownWord }: UserState): number {
  if (ownWord?.mood !== undefined) return moodPoints[ownWord.mood].arousal
  const told = [
    ...arousalsOf(emotion, emotionLabels, labelArousals.emotion),
    ...arousalsOf(stress, stressLabels, labelArousals.stress),
    ...(ownWord?.activity === undefined
      ? arousalsOf(activity, activityLabels, labelArousals.activity)
      : [{ arousal: labelArousals.activity[ownWord.activity], weight: 1 }]),
  ]
  const weightSum = told.reduce((sum, { weight }) => sum + weight, 0)
  return weightSum > 0 ? told.reduce((sum, { arousal, weight }) => sum + arousal * weight, 0) / weightSum : 0
}

function arousalsOf<Label extends string>(
  reading: SensorReading | undefined,
  labels: readonly Label[],
  arousals: Readonly<Record<Label, number>>,
): readonly { readonly arousal: number; readonly weight: number }[] {
  return labels.map((label, index) => ({
    arousal: arousals[label],
    weight: (reading?.scores[index] ?? 0) * (reading?.confidence ?? 0),
  }))
}
