import type { TablePreview } from './table-mapping'

/** What a device can measure, in the units of `channelUnits`. */
export const channelNames = [
  'accX',
  'accY',
  'accZ',
  'gyroX',
  'gyroY',
  'gyroZ',
  'bvp',
  'eda',
  'skinTemp',
  'heartRate',
  'rrInterval',
] as const

/** One of the channels. */
export type Channel = (typeof channelNames)[number]

/** The unit that every recording holds a channel in, whatever its file used. `bvp` has no unit: its scale is the device's. */
export const channelUnits: Record<Channel, string> = {
  accX: 'g',
  accY: 'g',
  accZ: 'g',
  gyroX: 'radPerSec',
  gyroY: 'radPerSec',
  gyroZ: 'radPerSec',
  bvp: 'arbitrary',
  eda: 'microsiemens',
  skinTemp: 'celsius',
  heartRate: 'bpm',
  rrInterval: 'ms',
}

/** One channel over time: values (sampleCount,) at timestampsMs (sampleCount,), rising; a missing value is NaN. */
export type ChannelSeries = {
  /** Unix epoch milliseconds, UTC. The channels of one sensor share one array. */
  readonly timestampsMs: Float64Array
  readonly values: Float32Array
}

/** Something a reader noticed in a file that is no error: skipped rows, a unit that was inferred, a missing companion file, a clock that was set. */
export type RecordingNote = {
  readonly kind: 'unit' | 'missing' | 'skipped' | 'gravity' | 'clock' | 'duplicate'
  readonly message: string
  /** Where in the recording it happened, Unix epoch ms; absent where it concerns all of it. */
  readonly atMs?: number
}

/** A run of samples from one device, as read from a file or streamed. */
export type Recording = {
  /** Format and device in words for people, such as 'Empatica E4'. */
  readonly sourceName: string
  /** File name as dropped, or the sensor's name. */
  readonly fileName: string
  readonly startMs: number
  readonly endMs: number
  readonly series: Readonly<Partial<Record<Channel, ChannelSeries>>>
  /** Its normal beat intervals in ms, where `deriveIntervals` found them already: hours of a pulse wave take a while. */
  readonly beats?: ChannelSeries
  /** Whether accX, accY and accZ hold gravity; undefined without an accelerometer. */
  readonly hasGravity?: boolean
  /** Times that the wearer marked, Unix epoch milliseconds. */
  readonly tagsMs: readonly number[]
  readonly notes: readonly RecordingNote[]
  /** The tables that it was read from, with what their columns were taken for, so that a person can correct that. */
  readonly tables?: readonly TablePreview[]
}
