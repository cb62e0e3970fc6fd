import { assessQuality, type SignalQuality } from './assess-quality'
import { deriveHeartRate } from './derive-heart-rate'
import { deriveIntervals } from './derive-intervals'
import type { ChannelSeries, Recording } from './recording'

/** A recording with what people are shown beside it. */
export type AssessedRecording = {
  readonly recording: Recording
  readonly quality: SignalQuality
  /** From the best source that the recording has; absent where it has none. */
  readonly heartRate?: ChannelSeries
}

/** Adds to a recording its quality, heart rate and beats, which take seconds over half a day of samples. */
export function assessRecording(recording: Recording): AssessedRecording {
  const beats = deriveIntervals(recording)
  const heartRate = deriveHeartRate(recording, beats)
  return {
    recording: beats === undefined ? recording : { ...recording, beats },
    quality: assessQuality(recording),
    ...(heartRate === undefined ? {} : { heartRate }),
  }
}
