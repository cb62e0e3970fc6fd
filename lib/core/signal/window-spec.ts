/** The channels that a window can hold, as a model takes them: recorded ones, and those derived in `heartColumns`, `edaColumns`, `skinTempColumns` and `motionColumns`. */
export const windowChannelNames = [
  'accX',
  'accY',
  'accZ',
  'gyroX',
  'gyroY',
  'gyroZ',
  'heartRate',
  'heartRateSpread',
  'heartRateStep',
  'rmssd',
  'sdnn',
  'pnn50',
  'edaTonic',
  'edaPhasic',
  'scrRate',
  'scrAmplitude',
  'skinTemp',
  'skinTempSlope',
  'accMotion',
  'accJerk',
  'accTurn',
  'accStill',
] as const
export type WindowChannel = (typeof windowChannelNames)[number]

/** Columns on one grid by channel: (sampleCount,), NaN where there is nothing. */
export type WindowColumns = Readonly<Partial<Record<WindowChannel, Float64Array>>>

/** What a window can lack as a whole; a model takes one presence number for each. `gravity`, `upright` and `baseline` are no channels: whether the acceleration holds gravity, whether it is known which way up the sensor is, and whether the person's own baseline gave the scale. */
export const presenceGroupNames = ['heartRate', 'beats', 'eda', 'skinTemp', 'accMotion', 'baseline', 'gravity', 'gyro', 'upright'] as const
export type PresenceGroup = (typeof presenceGroupNames)[number]

/** How a model wants its windows; comes from the model's manifest. */
export type WindowSpec = {
  readonly lengthSec: number
  readonly strideSec: number
  readonly sampleRateHz: number
  readonly channels: readonly { readonly name: WindowChannel; readonly unit: string }[]
  readonly presenceGroups: readonly PresenceGroup[]
}

/**
 * The person's own zero and scale, taken before the graph.
 *
 * `person-z-score`: each channel minus its mean over the recording, by its standard deviation there (at least smallestSpread, below
 * which it is a sensor's noise); or, where there is a personal baseline, minus its mean in that, by usualSpread. Clipped to +-clip.
 */
export type PersonalScale =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'person-z-score'
      readonly clip: number
      readonly channels: Readonly<Partial<Record<WindowChannel, { readonly smallestSpread: number; readonly usualSpread: number }>>>
    }

/** A fixed stretch of a recording, ready for a model. */
export type SignalWindow = {
  readonly startMs: number
  readonly endMs: number
  /** (sampleCount * channelCount,), row by row, scaled; 0 in channels that are absent. */
  readonly values: Float32Array
  /** (presenceGroupCount,): 1 where the window has the group, else 0. */
  readonly presence: Float32Array
}
