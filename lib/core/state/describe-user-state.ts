import { emotionLabels, stressLabels, type ActivityLabel, type EmotionLabel, type StressLabel } from './labels'
import { likeliestActivity } from './likeliest-activity'
import type { SensorReading, UserState } from './user-state'

/** Below this confidence, 0..1, a reading is unsure and a phrase says 'may': confidences are calibrated, so it is as likely wrong as right. */
export const sureConfidence = 0.5

const emotionWords: Readonly<Record<EmotionLabel, string>> = {
  angry: 'angry',
  disgust: 'disgusted',
  fear: 'afraid',
  happy: 'happy',
  sad: 'sad',
  surprise: 'surprised',
  neutral: 'neutral',
}

const stressWords: Readonly<Record<StressLabel, string>> = {
  baseline: 'at rest',
  stress: 'stressed',
  amusement: 'amused',
  meditation: 'deeply calm',
}

/** How people say each activity, as in 'like walking'. */
export const activityWords: Readonly<Record<ActivityLabel, string>> = {
  lying: 'lying down',
  sitting: 'sitting',
  standing: 'standing',
  walking: 'walking',
  walkingUpstairs: 'walking upstairs',
  walkingDownstairs: 'walking downstairs',
  running: 'running',
}

/** What each part of a state says, as clauses about the signal, never about the person; absent where the part is. */
export type StatePhrases = {
  readonly emotion?: string
  readonly stress?: string
  readonly activity?: string
  readonly ownMood?: string
  readonly ownActivity?: string
}

function topLabel<Label extends string>(reading: SensorReading, labels: readonly Label[]): Label | undefined {
  if (reading.labelIndex !== undefined) return labels[reading.labelIndex]
  let best: Label | undefined
  let bestScore = Number.NEGATIVE_INFINITY
  labels.forEach((label, index) => {
    const score = reading.scores[index] ?? Number.NEGATIVE_INFINITY
    if (score > bestScore) [best, bestScore] = [label, score]
  })
  return best
}

function clause(subject: string, sureVerb: string, unsureVerb: string, confidence: number, rest: string): string {
  return `${subject} ${confidence >= sureConfidence ? sureVerb : unsureVerb} ${rest}`
}

function activityClause(activity: SensorReading): string {
  const seen = likeliestActivity(activity.scores, activity.labelIndex)
  if (seen === 'still') return clause('your body', 'keeps', 'may keep', activity.confidence, 'still')
  return clause('your movement', 'looks', 'may look', activity.confidence, `like ${activityWords[seen]}`)
}

/** Says in words what each part of a state reads, such as 'your expression looks happy'. */
export function describeUserState(userState: UserState): StatePhrases {
  const { emotion, stress, activity, ownWord } = userState
  const emotionLabel = emotion === undefined ? undefined : topLabel(emotion, emotionLabels)
  const stressLabel = stress === undefined ? undefined : topLabel(stress, stressLabels)
  return {
    ...(emotion !== undefined && emotionLabel !== undefined
      ? { emotion: clause('your expression', 'looks', 'may look', emotion.confidence, emotionWords[emotionLabel]) }
      : {}),
    ...(stress !== undefined && stressLabel !== undefined
      ? { stress: clause('your wearable', 'looks', 'may look', stress.confidence, stressWords[stressLabel]) }
      : {}),
    ...(activity === undefined ? {} : { activity: activityClause(activity) }),
    ...(ownWord?.mood === undefined ? {} : { ownMood: `your word is ${ownWord.mood}` }),
    ...(ownWord?.activity === undefined ? {} : { ownActivity: `you chose ${activityWords[ownWord.activity]}` }),
  }
}
