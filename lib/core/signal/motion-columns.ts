import { fillGaps } from './fill-gaps'
import { interpolateSeries } from './interpolate-series'
import type { ChannelSeries } from './recording'
import { summariseBins } from './summarise-bins'
import { trailingMean } from './trailing'
import type { UniformGrid } from './uniform-grid'
import type { WindowColumns } from './window-spec'

/** The Empatica E4's rate: how much a sample differs from the one before depends on it, so every device is brought to it. */
const MOTION_RATE_HZ = 32
/** Up to here two samples are joined by a line. */
const LONGEST_GAP_MS = 250
/** Fewer samples in a step say nothing of how much the wrist moved in it. */
const FEWEST_SAMPLES = 4
const LONGEST_HELD_GAP_SEC = 10
/** What a sensor at rest reads of itself; keeps the logarithms from speaking of noise. */
const MOTION_FLOOR_G = 0.003
const JERK_FLOOR_G = 0.001
/** A second with less motion than this counts as still. */
const STILL_MOTION_G = 0.02
const STILL_SEC = 30
const FEWEST_SHARE = 0.5

/**
 * How a wrist moves, each a column (grid.sampleCount,), NaN where too little is there; the direction that it points in is not looked at.
 *
 * accMotion, accJerk, accTurn: logarithms of g, of the standard deviation of the acceleration's length in the step, its mean change
 * from one 32nd of a second to the next (fast against slow motion), and how far the mean acceleration moved since the step before.
 * accStill: the share of still steps in the last half minute. axes: the three clean axes, with gravity or without.
 */
export function motionColumns(axes: readonly ChannelSeries[], grid: UniformGrid): WindowColumns {
  const stepMs = 1000 / MOTION_RATE_HZ
  const sampleCount = Math.ceil((grid.sampleCount * grid.stepMs) / stepMs)
  const fine = axes.map((axis) => interpolateSeries(axis, { startMs: grid.startMs, stepMs, sampleCount }, LONGEST_GAP_MS))
  const length = new Float64Array(sampleCount)
  for (let index = 0; index < sampleCount; index += 1) {
    let square = 0
    for (const axis of fine) {
      const value = axis[index] ?? NaN
      square += value * value
    }
    length[index] = Math.sqrt(square)
  }
  const heldCount = Math.floor((LONGEST_HELD_GAP_SEC * 1000) / grid.stepMs)
  const summarised = (values: Float64Array, summary: 'mean' | 'sd') =>
    fillGaps(summariseBins(finiteSeries(values, grid.startMs, stepMs), grid, summary, FEWEST_SAMPLES), heldCount)
  const motion = summarised(length, 'sd')
  const jerk = summarised(changesOf(length), 'mean')
  const posture = fine.map((axis) => summarised(axis, 'mean'))
  const turn = motion.map((_, index) => Math.hypot(...posture.map((axis) => (axis[index] ?? NaN) - (axis[index - 1] ?? NaN))))
  const stillCount = Math.max(1, Math.round((STILL_SEC * 1000) / grid.stepMs))
  const isStill = motion.map((value) => (Number.isNaN(value) ? NaN : value < STILL_MOTION_G ? 1 : 0))
  return {
    accMotion: motion.map((value) => Math.log(value + MOTION_FLOOR_G)),
    accJerk: jerk.map((value) => Math.log(value + JERK_FLOOR_G)),
    accTurn: turn.map((value) => Math.log(value + MOTION_FLOOR_G)),
    accStill: trailingMean(isStill, stillCount, FEWEST_SHARE * stillCount),
  }
}

/** How much a column changes from one step to the next: (sampleCount,), NaN where one of the two is missing. */
function changesOf(column: Float64Array): Float64Array {
  const changes = new Float64Array(column.length)
  let before = NaN
  for (let index = 0; index < column.length; index += 1) {
    const value = column[index] ?? NaN
    changes[index] = Math.abs(value - before)
    before = value
  }
  return changes
}

/** The finite values of a column as a series. */
function finiteSeries(column: Float64Array, startMs: number, stepMs: number): ChannelSeries {
  const timestampsMs = new Float64Array(column.length)
  const values = new Float32Array(column.length)
  let count = 0
  for (let index = 0; index < column.length; index += 1) {
    const value = column[index] ?? NaN
    if (Number.isNaN(value)) continue
    timestampsMs[count] = startMs + index * stepMs
    values[count] = value
    count += 1
  }
  return { timestampsMs: timestampsMs.subarray(0, count), values: values.subarray(0, count) }
}
