/** Label orders of the models, equal to `training/contracts/*.json` (a test compares them; the loader refuses a manifest that differs). */
export const emotionLabels = ['angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral'] as const
export const stressLabels = ['baseline', 'stress', 'amusement', 'meditation'] as const
export const activityLabels = ['lying', 'sitting', 'standing', 'walking', 'walkingUpstairs', 'walkingDownstairs', 'running'] as const

export const wristActivityLabels = ['still', 'walking', 'running', 'stairs', 'ballSports', 'handWork', 'eatingOrDrinking'] as const

export type EmotionLabel = (typeof emotionLabels)[number]
export type StressLabel = (typeof stressLabels)[number]
export type ActivityLabel = (typeof activityLabels)[number]
export type WristActivityLabel = (typeof wristActivityLabels)[number]

/** What a listener can say of their mood with one tap. */
export const moodWords = ['happy', 'excited', 'calm', 'tender', 'sad', 'tired', 'angry', 'anxious', 'focused'] as const
export type MoodWord = (typeof moodWords)[number]
