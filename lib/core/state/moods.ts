import type { MoodWord } from './labels'

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
