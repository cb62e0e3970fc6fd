/** As many values as tell a median well enough. */
const sampleCount = 20_000

/** The median of the values that are there, from an even sample of a long column; NaN where there is none. */
export function sampleMedian(values: ArrayLike<number>): number {
  const step = Math.max(1, Math.floor(values.length / sampleCount))
  const present: number[] = []
  for (let index = 0; index < values.length; index += step) {
    const value = values[index] ?? Number.NaN
    if (!Number.isNaN(value)) present.push(value)
  }
  const sample = Float64Array.from(present).sort()
  const middle = sample.length >> 1
  const upper = sample[middle] ?? Number.NaN
  return sample.length % 2 === 1 ? upper : ((sample[middle - 1] ?? Number.NaN) + upper) / 2
}

/** Long enough that steps average out, short enough that the device seldom turns much. */
const blockMs = 2000

/**
 * How long the steady part of a 3-axis signal is, in its own unit: the median, over stretches of two seconds, of the length of the mean vector.
 * For acceleration with gravity it is about 1 g however the wearer moves; without gravity, and for rotation, it is near 0.
 */
export function steadyLength(timestampsMs: Float64Array, x: Float32Array, y: Float32Array, z: Float32Array): number {
  const lengths: number[] = []
  let blockStartMs = timestampsMs[0] ?? 0
  let sumX = 0
  let sumY = 0
  let sumZ = 0
  let count = 0
  for (let index = 0; index <= timestampsMs.length; index++) {
    const timestampMs = timestampsMs[index] ?? Infinity
    if (timestampMs - blockStartMs >= blockMs) {
      if (count > 0) lengths.push(Math.hypot(sumX, sumY, sumZ) / count)
      blockStartMs = timestampMs
      sumX = sumY = sumZ = count = 0
    }
    const valueX = x[index] ?? Number.NaN
    const valueY = y[index] ?? Number.NaN
    const valueZ = z[index] ?? Number.NaN
    if (Number.isNaN(valueX + valueY + valueZ)) continue
    sumX += valueX
    sumY += valueY
    sumZ += valueZ
    count++
  }
  return sampleMedian(lengths)
}

/** Turns values outside [min, max] into NaN in place; says how many, and which came first. */
export function dropOutOfRange(values: Float32Array, min: number, max: number): { droppedCount: number; firstDropped?: number } {
  let droppedCount = 0
  let firstDropped: number | undefined
  for (let index = 0; index < values.length; index++) {
    const value = values[index] ?? Number.NaN
    if (value >= min && value <= max) continue
    values[index] = Number.NaN
    if (Number.isNaN(value)) continue
    droppedCount++
    firstDropped ??= value
  }
  return { droppedCount, ...(firstDropped === undefined ? {} : { firstDropped }) }
}
