import { fillGaps } from './fill-gaps'
import type { PresenceGroup, SignalWindow, WindowChannel, WindowSpec } from './window-spec'

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

/** A channel counts as present in a window when at least so much of it is there. */
const SMALLEST_PRESENT_SHARE = 0.5

/** What a window cannot tell of itself. */
export type WindowFacts = { readonly hasGravity?: boolean; readonly hasBaseline?: boolean }

/** Makes a window of its channels' columns, each (sampleCount,) on the grid with NaN where there is nothing; undefined where it is left out. */
export type WindowCutter = (columns: readonly Float64Array[], startMs: number) => SignalWindow | undefined

/**
 * Makes a cutter of windows; a file and a stream go through the same one.
 *
 * A channel is present or absent for a whole window, and inside a present one gaps are filled, so that how much is missing never
 * reaches a model. Channels of no presence group are indispensable: a window without them is left out, and so is a window
 * that has no group at all.
 */
export function createWindowCutter(windowSpec: WindowSpec, { hasGravity = false, hasBaseline = false }: WindowFacts = {}): WindowCutter {
  const stepMs = 1000 / windowSpec.sampleRateHz
  const sampleCount = sampleCountOf(windowSpec)
  const channelNames = windowSpec.channels.map(({ name }) => name)
  const channelCount = channelNames.length
  const groupOf = channelNames.map((name) => windowSpec.presenceGroups.findIndex((group) => GROUP_CHANNELS[group].includes(name)))
  const isRequired = groupOf.map((group) => group < 0)
  const places = windowSpec.presenceGroups.map((group) => GROUP_CHANNELS[group].map((name) => channelNames.indexOf(name)))

  const hasGroup = (group: PresenceGroup, index: number, isPresent: readonly boolean[]): boolean => {
    if (group === 'gravity') return hasGravity
    if (group === 'baseline') return hasBaseline
    // Nobody knows it yet: `turnUpright` finds it from somebody's walking.
    if (group === 'upright') return false
    return (places[index] ?? []).every((channel) => isPresent[channel] ?? false)
  }

  return (columns, startMs) => {
    const finiteCounts = columns.map(finiteCountOf)
    const isPresent = finiteCounts.map((count) => count >= SMALLEST_PRESENT_SHARE * sampleCount)
    if (isRequired.some((isNeeded, channel) => isNeeded && !isPresent[channel])) return undefined
    const isGroupThere = windowSpec.presenceGroups.map((group, index) => hasGroup(group, index, isPresent))
    const hasChannels = isGroupThere.some((isThere, index) => isThere && (places[index] ?? []).length > 0)
    if (!hasChannels && !isRequired.some(Boolean)) return undefined
    const values = new Float32Array(sampleCount * channelCount)
    for (const [channel, column] of columns.entries()) {
      const group = groupOf[channel] ?? -1
      if (group >= 0 && isGroupThere[group] !== true) continue
      const filled = finiteCounts[channel] === sampleCount ? column : fillGaps(column, sampleCount, true)
      for (let index = 0; index < sampleCount; index += 1) values[index * channelCount + channel] = filled[index] ?? NaN
    }
    return {
      startMs,
      endMs: startMs + sampleCount * stepMs,
      values,
      presence: Float32Array.from(isGroupThere, (isThere) => (isThere ? 1 : 0)),
    }
  }
}

/** How many samples a window has. */
export const sampleCountOf = ({ lengthSec, sampleRateHz }: WindowSpec): number => Math.round(lengthSec * sampleRateHz)

/** How many samples lie between the beginnings of two windows. */
export const strideCountOf = ({ strideSec, sampleRateHz }: WindowSpec): number => Math.round(strideSec * sampleRateHz)

function finiteCountOf(column: Float64Array): number {
  let count = 0
  for (let index = 0; index < column.length; index += 1) if (!Number.isNaN(column[index] ?? NaN)) count += 1
  return count
}
