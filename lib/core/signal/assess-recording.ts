import { assessQuality, type SignalQuality } from './assess-quality'
import { deriveHeartRate } from './derive-heart-rate'
import type { ChannelSeries, Recording } from './recording'

/** What people are shown beside a recording. */
export type Assessment = {
  readonly quality: SignalQuality
  /** From the best source that the recording has; absent where it has none. */
  readonly heartRate?: ChannelSeries
}

/** Finds a recording's quality and heart rate, which takes a while over half a day of samples. */
export function assessRecording(recording: Recording): Assessment {
  const heartRate = deriveHeartRate(recording)
  return { quality: assessQuality(recording), ...(heartRate === undefined ? {} : { heartRate }) }
}
