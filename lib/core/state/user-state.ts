import type { ActivityLabel, MoodWord } from './labels'

/** A model's output for one window or face. */
export type Estimate = {
  /** Unix epoch milliseconds, UTC: the stretch that the estimate speaks of (equal for a picture). */
  readonly startMs: number
  readonly endMs: number
  /** (labelCount,) calibrated probabilities in the manifest's label order, sum 1. */
  readonly scores: readonly number[]
  /** 0..1, calibrated: the share of such estimates that are right. */
  readonly confidence: number
}

/** What one sensor says now, after smoothing. */
export type SensorReading = {
  readonly scores: readonly number[]
  readonly confidence: number
  /** Where it came from, for people: 'Webcam', 'Photo', a file's name, 'Sample data'. */
  readonly sourceName: string
}

/** The listener's own word, which outranks every model. */
export type OwnWord = { readonly mood?: MoodWord; readonly activity?: ActivityLabel }

/** The fused picture of now: which estimates are present, and the listener's own word. */
export type UserState = {
  readonly emotion?: SensorReading
  readonly stress?: SensorReading
  readonly activity?: SensorReading
  readonly ownWord?: OwnWord
}

/** A place that a playlist walks to. */
export const goals = ['match', 'lift', 'calm', 'focus', 'energise'] as const
export type Goal = (typeof goals)[number]
