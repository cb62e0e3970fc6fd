import { expect, test } from 'vitest'

import { fillGaps } from './fill-gaps'
import { interpolateSeries } from './interpolate-series'
import { motionColumns } from './motion-columns'
import { summariseBins } from './summarise-bins'
import { noisyColumn } from './test-support'
import { trailingMean } from './trailing'

const startMs = Date.UTC(2026, 2, 14, 10)
const grid = { startMs, stepMs: 1000, sampleCount: 120 }

/** Acceleration at a rate, with a hole of a few seconds and single samples missing. */
const axesAt = (rateHz: number) =>
  [0, 1, 2].map((axis) => {
    const column = noisyColumn(120 * rateHz, 0, axis)
    const kept = Array.from(column.keys()).filter((index) => index % 97 !== axis && (index < 40 * rateHz || index > 45 * rateHz))
    return {
      timestampsMs: Float64Array.from(kept, (index) => startMs + (index * 1000) / rateHz),
      values: Float32Array.from(kept, (index) => 0.05 * (column[index] ?? NaN) + (axis === 2 ? 1 : 0)),
    }
  })

/** The same columns, written as their definition says and not for speed. */
function plainColumns(axes: ReturnType<typeof axesAt>) {
  const stepMs = 1000 / 32
  const fine = axes.map((axis) => interpolateSeries(axis, { startMs, stepMs, sampleCount: 120 * 32 }, 250))
  const lengths = Float64Array.from({ length: 120 * 32 }, (_, index) =>
    Math.sqrt(fine.reduce((sum, axis) => sum + (axis[index] ?? NaN) ** 2, 0)),
  )
  const summarised = (values: Float64Array, summary: 'mean' | 'sd') => {
    const kept = Array.from(values.keys()).filter((index) => !Number.isNaN(values[index]))
    const series = {
      timestampsMs: Float64Array.from(kept, (index) => startMs + index * stepMs),
      values: Float32Array.from(kept, (index) => values[index] ?? NaN),
    }
    return fillGaps(summariseBins(series, grid, summary, 4), 10)
  }
  const motion = summarised(lengths, 'sd')
  const changes = lengths.map((value, index) => Math.abs(value - (lengths[index - 1] ?? NaN)))
  const posture = fine.map((axis) => summarised(axis, 'mean'))
  const turn = motion.map((_, index) => Math.hypot(...posture.map((axis) => (axis[index] ?? NaN) - (axis[index - 1] ?? NaN))))
  return {
    accMotion: motion.map((value) => Math.log(value + 0.003)),
    accJerk: summarised(changes, 'mean').map((value) => Math.log(value + 0.001)),
    accTurn: turn.map((value) => Math.log(value + 0.003)),
    accStill: trailingMean(
      motion.map((value) => (Number.isNaN(value) ? NaN : value < 0.02 ? 1 : 0)),
      30,
      15,
    ),
  }
}

for (const rateHz of [32, 50, 25]) {
  test(`at ${rateHz} Hz the columns of motion are what their definition says, to the last bit`, () => {
    const axes = axesAt(rateHz)
    expect(motionColumns(axes, grid)).toEqual(plainColumns(axes))
  })
}
