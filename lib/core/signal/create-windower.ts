import { fillGaps } from './fill-gaps'
import type { PresenceGroup, SignalWindow, WindowChannel, WindowSpec } from './window-spec'

/** One reading of the channels of a windowSpec, in its order and on its grid; NaN where there is nothing. */
export type WindowSample = { readonly timestampMs: number; readonly values: ArrayLike<number> }

/** Cuts a stream into windows; `push` returns the windows that the sample completes, most often none. */
export type Windower = { push(sample: WindowSample): readonly SignalWindow[] }

/** Which channels make up a group. Gravity, which way up a sensor is worn, and a personal baseline are properties of a recording, not channels. */
const GROUP_CHANNELS: Record<PresenceGroup, readonly WindowChannel[]> = {
  heartRate: ['heartRate', 'heartRateSpread', 'heartRateStep'],
  beats: ['rmssd', 'sdnn', 'pnn50'],
  eda: ['edaTonic', 'edaPhasic', 'scrRate', 'scrAmplitude'],
  skinTemp: ['skinTemp', 'skinTempSlope'],
  accMotion: ['accMotion', 'accJerk', 'accTurn', 'accStill'],
  gyro: ['gyroX', 'gyroY', 'gyroZ'],
  gravity: [],
  upright: [],
  baseline: [],
}

/** What most samples complete, which come millions at a time. */
const NO_WINDOWS: readonly SignalWindow[] = []

/** A channel counts as present in a window when at least so much of it is there. */
const SMALLEST_PRESENT_SHARE = 0.5

/**
 * Makes a windower for samples on the grid of windowSpec; a file and a stream go through the same one.
 *
 * A channel is present or absent for a whole window, and inside a present one gaps are filled, so that how much is missing never
 * reaches a model. Channels of no presence group are indispensable: a window without them is left out, and so is a window
 * that has no group at all. A sample that comes late by some steps leaves a gap; one that comes late by a window or
 * more begins afresh; one that does not come later than the last is ignored.
 */
export function createWindower(
  windowSpec: WindowSpec,
  { hasGravity = false, hasBaseline = false }: { readonly hasGravity?: boolean; readonly hasBaseline?: boolean } = {},
): Windower {
  const stepMs = 1000 / windowSpec.sampleRateHz
  const windowSampleCount = Math.round(windowSpec.lengthSec * windowSpec.sampleRateHz)
  const strideSampleCount = Math.round(windowSpec.strideSec * windowSpec.sampleRateHz)
  const channelNames = windowSpec.channels.map(({ name }) => name)
  const grouped = new Set(windowSpec.presenceGroups.flatMap((group) => GROUP_CHANNELS[group]))
  // A ring: sample n of the stream lies in slot n % windowSampleCount.
  const ring = channelNames.map(() => new Float64Array(windowSampleCount).fill(NaN))
  let startMs = NaN
  let sampleCount = 0

  const hasGroup = (group: PresenceGroup, isPresent: ReadonlyMap<WindowChannel, boolean>): boolean => {
    if (group === 'gravity') return hasGravity
    if (group === 'baseline') return hasBaseline
    // Nobody knows it yet: `turnUpright` finds it from somebody's walking.
    if (group === 'upright') return false
    return GROUP_CHANNELS[group].every((name) => isPresent.get(name) ?? false)
  }

  const cut = (): SignalWindow | undefined => {
    const slot = sampleCount % windowSampleCount
    const columns = ring.map((column) => {
      const ordered = new Float64Array(windowSampleCount)
      ordered.set(column.subarray(slot), 0)
      ordered.set(column.subarray(0, slot), windowSampleCount - slot)
      return ordered
    })
    const isPresent = new Map(
      channelNames.map((name, index) => [name, finiteCountOf(columns[index]) >= SMALLEST_PRESENT_SHARE * windowSampleCount]),
    )
    const required = channelNames.filter((name) => !grouped.has(name))
    if (required.some((name) => !isPresent.get(name))) return undefined
    const groupIsPresent = new Map(windowSpec.presenceGroups.map((group) => [group, hasGroup(group, isPresent)]))
    const hasChannels = windowSpec.presenceGroups.some((group) => GROUP_CHANNELS[group].length > 0 && groupIsPresent.get(group))
    if (required.length === 0 && !hasChannels) return undefined
    const values = new Float32Array(windowSampleCount * channelNames.length)
    channelNames.forEach((name, channelIndex) => {
      const group = windowSpec.presenceGroups.find((candidate) => GROUP_CHANNELS[candidate].includes(name))
      if (group !== undefined && !groupIsPresent.get(group)) return
      const filled = fillGaps(columns[channelIndex] ?? new Float64Array(0), windowSampleCount, true)
      for (let index = 0; index < filled.length; index += 1) values[index * channelNames.length + channelIndex] = filled[index] ?? NaN
    })
    const windowStartMs = startMs + (sampleCount - windowSampleCount) * stepMs
    return {
      startMs: windowStartMs,
      endMs: windowStartMs + windowSampleCount * stepMs,
      values,
      presence: Float32Array.from(windowSpec.presenceGroups, (group) => (groupIsPresent.get(group) ? 1 : 0)),
    }
  }

  const append = (values: ArrayLike<number> | undefined): SignalWindow | undefined => {
    const slot = sampleCount % windowSampleCount
    for (let index = 0; index < ring.length; index += 1) {
      const column = ring[index]
      if (column !== undefined) column[slot] = values?.[index] ?? NaN
    }
    sampleCount += 1
    const pastFirst = sampleCount - windowSampleCount
    return pastFirst >= 0 && pastFirst % strideSampleCount === 0 ? cut() : undefined
  }

  return {
    push({ timestampMs, values }) {
      const position = sampleCount === 0 ? 0 : Math.round((timestampMs - startMs) / stepMs)
      if (position < sampleCount) return []
      if (sampleCount === 0 || position - sampleCount >= windowSampleCount) {
        startMs = timestampMs
        sampleCount = 0
      }
      const missingCount = sampleCount === 0 ? 0 : position - sampleCount
      if (missingCount === 0) {
        const window = append(values)
        return window === undefined ? NO_WINDOWS : [window]
      }
      const windows: SignalWindow[] = []
      for (let step = 0; step <= missingCount; step += 1) {
        const window = append(step < missingCount ? undefined : values)
        if (window !== undefined) windows.push(window)
      }
      return windows
    },
  }
}

function finiteCountOf(column: Float64Array = new Float64Array(0)): number {
  let count = 0
  for (let index = 0; index < column.length; index += 1) if (!Number.isNaN(column[index] ?? NaN)) count += 1
  return count
}
