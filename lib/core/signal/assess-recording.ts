import { assessQuality, type SignalQuality } from './assess-quality'
import { deriveHeartRate } from './derive-heart-rate'
import type { ChannelSeries, Recording } from './recording'

/** A recording with what people are shown beside it. */
export type AssessedRecording = {
  readonly recording: Recording
  readonly quality: SignalQuality
  /** From the best source that the recording has; absent where it has none. */
  readonly heartRate?: ChannelSeries
}

/** Adds to a recording its quality and heart rate, which take seconds over half a day of samples. */
export function assessRecording(recording: Recording): AssessedRecording {
  const heartRate = deriveHeartRate(recording)
  return { recording, quality: assessQuality(recording), ...(heartRate === undefined ? {} : { heartRate }) }
}
