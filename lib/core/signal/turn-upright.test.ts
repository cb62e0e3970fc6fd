import { describe, expect, it } from 'vitest'

import { activityWindowSpec } from './test-support'
import { findUpright, turnUpright, type Direction } from './turn-upright'
import type { SignalWindow } from './window-spec'

/** A window of somebody walking, with gravity along `up` in the sensor's frame. */
function walkingWindow(up: Direction): SignalWindow {
  const values = new Float32Array(128 * 6)
  for (let sample = 0; sample < 128; sample += 1) {
    const step = 0.3 * Math.sin(sample * 0.25)
    up.forEach((share, axis) => {
      values[sample * 6 + axis] = share * (1 + step)
      values[sample * 6 + 3 + axis] = share
    })
  }
  return { startMs: 0, endMs: 2560, values, presence: Float32Array.of(1, 1, 0) }
}

const meanOf = ({ values }: SignalWindow, channel: number) =>
  values.reduce((sum, value, index) => (index % 6 === channel ? sum + value : sum), 0) / 128

describe('findUpright', () => {
  it.each([
    ['in a pocket, head down', [0, -1, 0]],
    ['at the belt, sideways', [1, 0, 0]],
    ['the other way round', [-1, 0, 0]],
    ['askew', [0.6, 0, -0.8]],
  ] as const)('finds up for a phone %s, and turning brings it to x', (_, up) => {
    const windows = Array.from({ length: 8 }, () => walkingWindow(up))
    const found = findUpright(windows, activityWindowSpec)
    found?.forEach((share, axis) => expect(share).toBeCloseTo(up[axis] ?? NaN, 5))
    const turned = windows[0] && found && turnUpright(windows[0], found, activityWindowSpec)
    expect(turned?.presence).toEqual(Float32Array.of(1, 1, 1))
    for (const [channel, expected] of [1, 0, 0, 1, 0, 0].entries()) {
      expect(turned && meanOf(turned, channel)).toBeCloseTo(expected, 1)
    }
  })

  it('knows no up from a few steps, nor from a phone that is turned in the hand', () => {
    const few = Array.from({ length: 3 }, () => walkingWindow([0, 1, 0]))
    expect(findUpright(few, activityWindowSpec)).toBeUndefined()
    const turning = Array.from({ length: 12 }, (_, index) => walkingWindow([Math.sin(index), Math.cos(index), 0]))
    expect(findUpright(turning, activityWindowSpec)).toBeUndefined()
  })

  it('keeps lengths: a turn changes no magnitude', () => {
    const window = walkingWindow([0.48, -0.6, 0.64])
    const turned = turnUpright(window, [0.48, -0.6, 0.64], activityWindowSpec)
    for (let base = 0; base < window.values.length; base += 3) {
      const length = (values: Float32Array) => Math.hypot(values[base] ?? NaN, values[base + 1] ?? NaN, values[base + 2] ?? NaN)
      expect(length(turned.values)).toBeCloseTo(length(window.values), 5)
    }
  })
})
