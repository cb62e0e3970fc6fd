import type { ActivityLabel, EmotionLabel, MoodWord, StressLabel } from './labels'

/** A place in the plane of affect, each -1..1: unpleasant to pleasant, and sleepy to activated. */
export type MoodPoint = { readonly valence: number; readonly arousal: number }

/**
 * Where each mood word lies in the plane of affect.
 *
 * The circular order and the angles follow Russell, "A circumplex model of affect" (1980), with two departures: 'angry' and 'anxious'
 * stand farther to the unpleasant side than his multidimensional scaling puts them, as word norms since then rate them; 'tender' and
 * 'focused', which he did not scale, are placed by us between his 'content' and 'calm', and just above the middle.
 * Equal to `moodPoints` in `training/contracts/state-fusion.json`, which the training reads (a test compares them).
 */
export const moodPoints: Readonly<Record<MoodWord, MoodPoint>> = {
  happy: { valence: 0.8, arousal: 0.4 },
  excited: { valence: 0.65, arousal: 0.75 },
  calm: { valence: 0.6, arousal: -0.6 },
  tender: { valence: 0.5, arousal: -0.35 },
  sad: { valence: -0.75, arousal: -0.5 },
  tired: { valence: -0.15, arousal: -0.8 },
  angry: { valence: -0.65, arousal: 0.75 },
  anxious: { valence: -0.6, arousal: 0.5 },
  focused: { valence: 0.2, arousal: -0.15 },
}

/** How activated people with each label of a sensor tend to be, -1..1; the same file holds them, with their reasons in the training's templates. */
export const labelArousals: {
  readonly emotion: Readonly<Record<EmotionLabel, number>>
  readonly stress: Readonly<Record<StressLabel, number>>
  readonly activity: Readonly<Record<ActivityLabel, number>>
} = {
  emotion: { angry: 0.65, disgust: 0.25, fear: 0.65, happy: 0.35, sad: -0.45, surprise: 0.75, neutral: -0.1 },
  stress: { baseline: -0.05, stress: 0.65, amusement: 0.4, meditation: -0.7 },
  activity: {
    lying: -0.6,
    sitting: -0.2,
    standing: 0,
    walking: 0.2,
    walkingUpstairs: 0.35,
    walkingDownstairs: 0.25,
    running: 0.75,
  },
}
