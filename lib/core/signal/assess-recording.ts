import { assessQuality, type SignalQuality } from './assess-quality'
import { deriveHeartRate } from './derive-heart-rate'
import { deriveIntervals } from './derive-intervals'
import type { ChannelSeries, Recording } from './recording'

/** What people are shown beside a recording, and what reading it needs too. */
export type Assessment = {
  readonly quality: SignalQuality
  /** From the best source that the recording has; absent where it has none. */
  readonly heartRate?: ChannelSeries
  /** Its normal beat intervals; absent where it has no beats. */
  readonly beats?: ChannelSeries
}

/** Finds a recording's quality, heart rate and beats, which takes a while over half a day of samples. */
export function assessRecording(recording: Recording): Assessment {
  const beats = deriveIntervals(recording)
  const heartRate = deriveHeartRate(recording, beats)
  return {
    quality: assessQuality(recording),
    ...(heartRate === undefined ? {} : { heartRate }),
    ...(beats === undefined ? {} : { beats }),
  }
}
