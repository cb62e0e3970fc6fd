import type { ActivityLabel, MoodWord } from './labels'
import type { MoodPoint } from './moods'

/** A model's output for one window or face. */
export type Estimate = {
  /** Unix epoch milliseconds, UTC: the stretch that the estimate speaks of (equal for a picture). */
  readonly startMs: number
  readonly endMs: number
  /** (labelCount,) calibrated probabilities in the manifest's label order, sum 1. */
  readonly scores: readonly number[]
  /** 0..1, calibrated: the share of such estimates that are right. */
  readonly confidence: number
  /** Why nothing should be read into the scores: the sensor is not worn, or moves as nothing that the model knows. */
  readonly doubt?: 'notWorn' | 'unknownMovement'
}

/** What one sensor says now, after smoothing. */
export type SensorReading = {
  readonly scores: readonly number[]
  /** Position of the label that is held against flapping; where it is absent, the likeliest is meant. */
  readonly labelIndex?: number
  readonly confidence: number
  /** Where it came from, for people: 'Webcam', 'Photo', a file's name, 'Sample data'. */
  readonly sourceName: string
}

/** What a heart-rate device says now; read against the listener's rest, because hearts differ more between people than between moods. */
export type HeartRateReading = {
  /** Beats a minute, mean of the last stretch. */
  readonly heartRateBpm: number
  /** The listener's heart rate at rest, beats a minute. */
  readonly restingBpm: number
  /** 0..1, calibrated as in SensorReading. */
  readonly confidence: number
  /** Where it came from, for people: 'Chest strap', a file's name, 'Sample data'. */
  readonly sourceName: string
}

/** The steps that the motion shows now, which the beat of the music can meet. */
export type CadenceReading = {
  /** Steps a minute, each foot counted: about 110 when walking and 165 when running. */
  readonly cadenceSpm: number
  /** 0..1, calibrated as in SensorReading. */
  readonly confidence: number
  /** Where it came from, for people: 'Phone', a file's name, 'Sample data'. */
  readonly sourceName: string
}

/** The listener's own word, which outranks every model. */
export type OwnWord = {
  readonly mood?: MoodWord
  /** A place of the mood that no word names, as the goal 'hold' has one; a mood word goes before it. */
  readonly moodPoint?: MoodPoint
  readonly activity?: ActivityLabel
}

/** The fused picture of now: which estimates are present, and the listener's own word. */
export type UserState = {
  readonly emotion?: SensorReading
  readonly stress?: SensorReading
  readonly activity?: SensorReading
  readonly heartRate?: HeartRateReading
  readonly cadence?: CadenceReading
  readonly ownWord?: OwnWord
}

/** A place that a playlist walks to; 'hold' keeps the present energy whatever happens to the mood. */
export const goals = ['match', 'lift', 'calm', 'focus', 'hold', 'energise'] as const
export type Goal = (typeof goals)[number]
