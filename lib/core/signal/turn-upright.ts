import type { SignalWindow, WindowSpec } from './window-spec'

/** A direction in the sensor's frame, unit length. */
export type Direction = readonly [number, number, number]

/** So many windows of somebody on their feet say which way the sensor is worn; of more the last ones count. */
const FEWEST_WINDOWS = 6
const MOST_WINDOWS = 40
/** How alike their directions must be (length of their mean, 1 = all the same): a phone that is turned in the hand has none. */
const SMALLEST_AGREEMENT = 0.9

/** The mean acceleration of a window, g; its first three channels are the acceleration. */
function meanAcceleration({ values }: SignalWindow, channelCount: number): Direction {
  const sampleCount = values.length / channelCount
  const sums = [0, 0, 0]
  for (let sample = 0; sample < sampleCount; sample += 1) {
    for (let axis = 0; axis < 3; axis += 1) sums[axis] = (sums[axis] ?? 0) + (values[sample * channelCount + axis] ?? NaN)
  }
  return [(sums[0] ?? NaN) / sampleCount, (sums[1] ?? NaN) / sampleCount, (sums[2] ?? NaN) / sampleCount]
}

/** A direction with length one; undefined for what has none. */
function unit([x, y, z]: Direction): Direction | undefined {
  const length = Math.hypot(x, y, z)
  return length > 0.1 && Number.isFinite(length) ? [x / length, y / length, z / length] : undefined
}

/**
 * Finds which way is up along the body, in the sensor's frame, from windows in which somebody walked: there the mean acceleration
 * points along the body however the sensor is worn. Undefined where there are too few, or where they disagree.
 */
export function findUpright(walkingWindows: readonly SignalWindow[], windowSpec: WindowSpec): Direction | undefined {
  const directions = walkingWindows
    .slice(-MOST_WINDOWS)
    .map((window) => unit(meanAcceleration(window, windowSpec.channels.length)))
    .filter((direction) => direction !== undefined)
  if (directions.length < FEWEST_WINDOWS) return undefined
  const mean = (axis: 0 | 1 | 2) => directions.reduce((sum, direction) => sum + direction[axis], 0) / directions.length
  const together: Direction = [mean(0), mean(1), mean(2)]
  return Math.hypot(...together) >= SMALLEST_AGREEMENT ? unit(together) : undefined
}

/**
 * Turns a window so that `upright` becomes +x, by the shortest turn, and says that it is upright. Acceleration and rotation rate turn alike.
 */
export function turnUpright(window: SignalWindow, upright: Direction, windowSpec: WindowSpec): SignalWindow {
  const channelCount = windowSpec.channels.length
  const [ux, uy, uz] = upright
  // The rotation that takes u to x about u x x; where u is -x, half a turn about z.
  const rows: readonly Direction[] =
    ux < -0.999_999
      ? [
          [-1, 0, 0],
          [0, -1, 0],
          [0, 0, 1],
        ]
      : [
          [ux, uy, uz],
          [-uy, 1 - (uy * uy) / (1 + ux), -(uy * uz) / (1 + ux)],
          [-uz, -(uy * uz) / (1 + ux), 1 - (uz * uz) / (1 + ux)],
        ]
  const values = new Float32Array(window.values.length)
  for (let base = 0; base < values.length; base += 3) {
    const [x, y, z] = [window.values[base] ?? NaN, window.values[base + 1] ?? NaN, window.values[base + 2] ?? NaN]
    rows.forEach(([a, b, c], axis) => {
      values[base + axis] = a * x + b * y + c * z
    })
  }
  if (channelCount % 3 !== 0) throw new RangeError(`A window of ${channelCount} channels cannot be turned; expected groups of three axes.`)
  const presence = window.presence.map((value, group) => (windowSpec.presenceGroups[group] === 'upright' ? 1 : value))
  return { ...window, values, presence }
}
