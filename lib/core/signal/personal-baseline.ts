import { channelNames, type Channel, type Recording } from './recording'
import type { UniformRecording } from './resample-recording'
import type { WindowChannel, WindowSpec } from './window-spec'

/** What a person's signals are at rest, and the stretch of time that it was taken from. */
export type PersonalBaseline = {
  readonly startMs: number
  readonly endMs: number
  /** The mean of each channel at rest, in its own unit. */
  readonly means: Readonly<Partial<Record<WindowChannel, number>>>
}

/** Three quiet minutes. */
export const BASELINE_LENGTH_MS = 180_000
/** A channel with less than this in the stretch has no mean there. */
const SHORTEST_PRESENT_MS = 30_000
/** Where the quietest stretch is sought. */
const SEARCH_STEP_MS = 15_000
/** A stretch counts as measured when the channels that the recording has are there for so much of it. */
const SMALLEST_PRESENT_SHARE = 0.8
/** What falls when a body comes to rest; the others move with the room, or rise. */
const QUIET_CHANNELS: readonly WindowChannel[] = ['heartRate', 'edaTonic', 'scrRate', 'accMotion']

/** What a recorded channel needs a baseline of. */
const NEEDED_MEANS: Partial<Record<Channel, WindowChannel>> = {
  bvp: 'heartRate',
  rrInterval: 'heartRate',
  heartRate: 'heartRate',
  eda: 'edaTonic',
  skinTemp: 'skinTemp',
  accX: 'accMotion',
}

/** Whether a baseline says what every signal of a recording is at rest; one of another kind of device may not. */
export function fitsBaseline({ means }: PersonalBaseline, { series }: Recording): boolean {
  return channelNames.every((channel) => {
    const needed = NEEDED_MEANS[channel]
    return series[channel] === undefined || needed === undefined || means[needed] !== undefined
  })
}

/** The means of a stretch of a recording; undefined where no channel is there for half a minute of it. */
export function takeBaseline(
  recording: UniformRecording,
  { channels }: WindowSpec,
  { startMs, endMs }: { readonly startMs: number; readonly endMs: number },
): PersonalBaseline | undefined {
  const { grid, columns } = recording
  const first = Math.max(0, Math.ceil((startMs - grid.startMs) / grid.stepMs))
  const last = Math.max(first, Math.ceil((endMs - grid.startMs) / grid.stepMs))
  const means = channels.flatMap(({ name }, index) => {
    const finite = columns[index]?.subarray(first, last).filter((value) => !Number.isNaN(value)) ?? new Float64Array(0)
    if (finite.length * grid.stepMs < SHORTEST_PRESENT_MS) return []
    return [[name, finite.reduce((sum, value) => sum + value, 0) / finite.length] as const]
  })
  return means.length === 0 ? undefined : { startMs, endMs, means: Object.fromEntries(means) }
}

/**
 * The quietest three minutes of a recording, from its start to its end: where heart rate, skin conductance, its responses and motion
 * are together lowest, each in spreads of the recording. Undefined where no three minutes were measured throughout.
 */
export function findQuietestStretch(
  recording: UniformRecording,
  { channels }: WindowSpec,
): { readonly startMs: number; readonly endMs: number } | undefined {
  const { grid } = recording
  const lengthCount = Math.round(BASELINE_LENGTH_MS / grid.stepMs)
  const quiet = channels.flatMap(({ name }, index) => {
    const column = recording.columns[index]
    return column === undefined || !QUIET_CHANNELS.includes(name) || column.every(Number.isNaN) ? [] : [standardised(column)]
  })
  if (quiet.length === 0) return undefined
  let best: { first: number; level: number } | undefined
  for (let first = 0; first + lengthCount <= grid.sampleCount; first += Math.round(SEARCH_STEP_MS / grid.stepMs)) {
    const levels = quiet.map((column) => {
      const finite = column.subarray(first, first + lengthCount).filter((value) => !Number.isNaN(value))
      if (finite.length < SMALLEST_PRESENT_SHARE * lengthCount) return NaN
      return finite.reduce((sum, value) => sum + value, 0) / finite.length
    })
    const level = levels.reduce((sum, value) => sum + value, 0)
    if (level < (best?.level ?? Infinity)) best = { first, level }
  }
  if (best === undefined) return undefined
  const startMs = grid.startMs + best.first * grid.stepMs
  return { startMs, endMs: startMs + BASELINE_LENGTH_MS }
}

function standardised(column: Float64Array): Float64Array {
  const finite = column.filter((value) => !Number.isNaN(value))
  const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length
  const spread = Math.sqrt(finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / finite.length)
  return column.map((value) => (value - mean) / (spread > 0 ? spread : 1))
}
