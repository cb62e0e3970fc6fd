import { emotionLabels, type EmotionLabel } from '@/lib/core/state/labels'

const words: Readonly<Record<EmotionLabel, string>> = {
  angry: 'Angry',
  disgust: 'Disgusted',
  fear: 'Afraid',
  happy: 'Happy',
  sad: 'Sad',
  surprise: 'Surprised',
  neutral: 'Neutral',
}

/** How the expressions are called beside their bars, in the model's order. */
export const emotionBarWords: readonly string[] = emotionLabels.map((label) => words[label])
