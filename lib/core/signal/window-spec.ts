/** A channel as a model takes it: a recorded channel, or one derived from several (`accMotion`). */
export type WindowChannel = 'accX' | 'accY' | 'accZ' | 'gyroX' | 'gyroY' | 'gyroZ' | 'heartRate' | 'eda' | 'skinTemp' | 'accMotion'

/** The groups of channels that a window can lack as a whole; a model takes one presence number for each. */
export type PresenceGroup = 'heartRate' | 'eda' | 'skinTemp' | 'accMotion' | 'gravity' | 'gyro' | 'upright'

/** How a model wants its windows; comes from the model's manifest. */
export type WindowSpec = {
  readonly lengthSec: number
  readonly strideSec: number
  readonly sampleRateHz: number
  readonly channels: readonly { readonly name: WindowChannel; readonly unit: string }[]
  readonly presenceGroups: readonly PresenceGroup[]
}

/** The person's own zero and scale, taken before the graph. `recording-z-score`: each channel minus its mean over the recording, by its standard deviation, clipped to +-clip. */
export type PersonalScale = { readonly kind: 'none' } | { readonly kind: 'recording-z-score'; readonly clip: number }

/** A fixed stretch of a recording, ready for a model. */
export type SignalWindow = {
  readonly startMs: number
  readonly endMs: number
  /** (sampleCount * channelCount,), row by row, scaled; 0 in channels that are absent. */
  readonly values: Float32Array
  /** (presenceGroupCount,): 1 where the window has the group, else 0. */
  readonly presence: Float32Array
}
