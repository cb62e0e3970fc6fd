import type { WindowSpec } from './window-spec'

/** How acceleration is cut for `findCadence`: long enough for a dozen steps, often enough to follow a change of pace. */
export const cadenceWindowSpec: WindowSpec = {
  lengthSec: 8,
  strideSec: 2,
  sampleRateHz: 25,
  channels: [
    { name: 'accX', unit: 'g' },
    { name: 'accY', unit: 'g' },
    { name: 'accZ', unit: 'g' },
  ],
  presenceGroups: ['gravity'],
}

/** Steps a minute, each foot counted, and the share of such estimates that are right, 0..1. */
export type Cadence = { readonly cadenceSpm: number; readonly confidence: number }

/** The slowest and the fastest step that is sought, and the distance between two that are tried. */
const SLOWEST_SPM = 60
const FASTEST_SPM = 225
const STEP_SPM = 1.5
/** What changes more slowly than this is posture or drift, not a step. */
const TREND_SEC = 1.5
/** Quieter than this nobody walks, wherever the sensor is worn. */
const QUIETEST_SPREAD_G = 0.03
/** The share of the movement that each third of the window must have: a single jolt or turn has no cadence. */
const SMALLEST_THIRD_SHARE = 0.05
/** What people most often do at two strengths of movement, and how far they are from it (a logarithm): tells a step from half or twice of it. */
const WALKING_SPM = 108
const RUNNING_SPM = 165
const WALKING_SPREAD_G = 0.4
const RUNNING_SPREAD_G = 0.9
const EXPECTED_SPREAD = 0.3
/** A step is an impact: its second harmonic speaks for it too, but no more than the step's own line does. */
const OVERTONE_WEIGHT = 0.5
/** The lines of somebody walking, as multiples of the step: stride, step and their overtones. */
const LINE_MULTIPLES = [0.5, 1, 1.5, 2, 3]
/** The share of the movement in those lines below which it is not steps, and from which on it surely is. */
const SMALLEST_REGULARITY = 0.2
const SURE_REGULARITY = 0.4
/** How many of the estimates at either were within 4 steps a minute of another estimate, on MotionSense's walking, stairs and jogging. */
const SMALLEST_CONFIDENCE = 0.87
const SURE_CONFIDENCE = 0.99

/**
 * Finds the cadence in some seconds of acceleration in g, (sampleCount, 3) row by row; undefined where nobody walks or runs.
 *
 * The step is the strongest line, with its overtone, in the spectrum of the length of the acceleration vector (of the three axes
 * together where gravity is missing), weighed by how common it is at this strength of movement. That tells a step from the swing
 * of an arm at half its rate and from its overtone at twice. `training/signal/find_cadence.py` does the same; fixtures compare them.
 */
export function findCadence(acc: Float32Array, sampleRateHz: number, hasGravity: boolean): Cadence | undefined {
  const sampleCount = Math.floor(acc.length / 3)
  const parts = (hasGravity ? [lengthsOf(acc, sampleCount)] : [0, 1, 2].map((index) => axisOf(acc, sampleCount, index))).map((part) =>
    withoutTrend(part, sampleRateHz),
  )
  const spreadG = Math.sqrt(parts.reduce((sum, part) => sum + energy(part), 0) / sampleCount)
  if (!(spreadG >= QUIETEST_SPREAD_G) || !lastsThroughout(parts)) return undefined
  const tapered = parts.map((part) =>
    part.map((value, sample) => value * (0.5 - 0.5 * Math.cos((2 * Math.PI * (sample + 0.5)) / sampleCount))),
  )
  const total = tapered.reduce((sum, part) => sum + energy(part), 0)
  const power = (spm: number) => tapered.reduce((sum, part) => sum + linePower(part, spm / 60 / sampleRateHz), 0)

  const expectedSpm = expectedCadence(spreadG)
  const triedCount = Math.round((FASTEST_SPM - SLOWEST_SPM) / STEP_SPM) + 1
  let bestIndex = 0
  let bestScore = -Infinity
  for (let index = 0; index < triedCount; index += 1) {
    const spm = SLOWEST_SPM + index * STEP_SPM
    const distance = Math.log(spm / expectedSpm) / EXPECTED_SPREAD
    const line = power(spm)
    const score = (line + OVERTONE_WEIGHT * Math.min(line, power(2 * spm))) * Math.exp(-0.5 * distance * distance)
    if (score > bestScore) {
      bestScore = score
      bestIndex = index
    }
  }
  if (bestIndex === 0 || bestIndex === triedCount - 1) return undefined
  // What is expected would pull a broad line towards itself: its top is sought in the power alone.
  const bestSpm = SLOWEST_SPM + bestIndex * STEP_SPM
  const cadenceSpm = bestSpm + STEP_SPM * topShift(power(bestSpm - STEP_SPM), power(bestSpm), power(bestSpm + STEP_SPM))
  // A sine under this taper has a third of sampleCount * total in its line.
  const linesPower = LINE_MULTIPLES.reduce((sum, multiple) => sum + power(cadenceSpm * multiple), 0)
  const regularity = (linesPower * 3) / (total * sampleCount)
  if (regularity < SMALLEST_REGULARITY) return undefined
  const sureShare = Math.min(1, (regularity - SMALLEST_REGULARITY) / (SURE_REGULARITY - SMALLEST_REGULARITY))
  return { cadenceSpm, confidence: SMALLEST_CONFIDENCE + sureShare * (SURE_CONFIDENCE - SMALLEST_CONFIDENCE) }
}

/** One axis of samples in rows of three: (sampleCount,). */
function axisOf(acc: Float32Array, sampleCount: number, index: number): Float64Array {
  const axis = new Float64Array(sampleCount)
  for (let sample = 0; sample < sampleCount; sample += 1) axis[sample] = acc[sample * 3 + index] ?? NaN
  return axis
}

/** The length of the vector in each row of three: (sampleCount,). */
function lengthsOf(acc: Float32Array, sampleCount: number): Float64Array {
  const lengths = new Float64Array(sampleCount)
  for (let sample = 0; sample < sampleCount; sample += 1) {
    const [x, y, z] = [acc[sample * 3] ?? NaN, acc[sample * 3 + 1] ?? NaN, acc[sample * 3 + 2] ?? NaN]
    lengths[sample] = Math.sqrt(x * x + y * y + z * z)
  }
  return lengths
}

/** The cadence that movement of this strength most often has: faster where it is stronger. */
function expectedCadence(spreadG: number): number {
  const share = (spreadG - WALKING_SPREAD_G) / (RUNNING_SPREAD_G - WALKING_SPREAD_G)
  return WALKING_SPM + (RUNNING_SPM - WALKING_SPM) * Math.min(1, Math.max(0, share))
}

/** Whether there is movement in every third of the window. */
function lastsThroughout(parts: readonly Float64Array[]): boolean {
  const total = parts.reduce((sum, part) => sum + energy(part), 0)
  return [0, 1, 2].every((third) => {
    const border = (part: Float64Array, at: number) => Math.floor((part.length * at) / 3)
    const inThird = parts.reduce((sum, part) => sum + energy(part.subarray(border(part, third), border(part, third + 1))), 0)
    return inThird >= SMALLEST_THIRD_SHARE * total
  })
}

function energy(values: Float64Array): number {
  let sum = 0
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? NaN
    sum += value * value
  }
  return sum
}

/** Values minus their moving mean over TREND_SEC, which is shorter at the ends. */
function withoutTrend(values: Float64Array, sampleRateHz: number): Float64Array {
  const half = Math.round((TREND_SEC * sampleRateHz) / 2)
  const sums = new Float64Array(values.length + 1)
  for (let sample = 0; sample < values.length; sample += 1) sums[sample + 1] = (sums[sample] ?? 0) + (values[sample] ?? NaN)
  const rest = new Float64Array(values.length)
  for (let sample = 0; sample < values.length; sample += 1) {
    const low = Math.max(0, sample - half)
    const high = Math.min(values.length, sample + half + 1)
    rest[sample] = (values[sample] ?? NaN) - ((sums[high] ?? NaN) - (sums[low] ?? NaN)) / (high - low)
  }
  return rest
}

/** The power of one line of the spectrum, its frequency in cycles a sample; the angle is stepped by a rotation (Goertzel 1958). */
function linePower(values: Float64Array, cyclesPerSample: number): number {
  const factor = 2 * Math.cos(2 * Math.PI * cyclesPerSample)
  let previous = 0
  let beforeThat = 0
  for (let sample = 0; sample < values.length; sample += 1) {
    const next = (values[sample] ?? NaN) + factor * previous - beforeThat
    beforeThat = previous
    previous = next
  }
  return previous * previous + beforeThat * beforeThat - factor * previous * beforeThat
}

/** Where the top of the parabola through three powers (logarithms) lies, -1..1 of their distance from the middle one. */
function topShift(left: number, middle: number, right: number): number {
  const [low, top, high] = [Math.log(left + 1e-12), Math.log(middle + 1e-12), Math.log(right + 1e-12)]
  const bend = low - 2 * top + high
  return bend >= 0 ? 0 : Math.max(-1, Math.min(1, (0.5 * (low - high)) / bend))
}
