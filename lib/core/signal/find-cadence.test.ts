import { describe, expect, it } from 'vitest'

import fixtures from './cadence-fixtures.json'
import { cadenceWindowSpec, findCadence } from './find-cadence'
import { seededRandom } from './test-support'

const { lengthSec, sampleRateHz } = cadenceWindowSpec
const SAMPLE_COUNT = lengthSec * sampleRateHz

type Gait = {
  readonly cadenceSpm: number
  /** Height of the step's own swing, g. */
  readonly amplitudeG: number
  /** Height of the swing at half the step's rate, as an arm or a thigh adds it, g. */
  readonly swingG?: number
  /** How much slower or faster the steps are at the end than at the beginning, steps a minute. */
  readonly driftSpm?: number
  readonly noiseG?: number
  readonly seed?: number
  readonly hasGravity?: boolean
}

/** Eight seconds of a sensor that somebody with a known number of steps wears: impacts with overtones, gravity drifting, noise. */
function gait({ cadenceSpm, amplitudeG, swingG = 0, driftSpm = 0, noiseG = 0.05, seed = 1, hasGravity = true }: Gait): Float32Array {
  const random = seededRandom(seed)
  const noise = () => noiseG * (random() + random() + random() - 1.5) * 2
  const values = new Float32Array(SAMPLE_COUNT * 3)
  let steps = random()
  for (let sample = 0; sample < SAMPLE_COUNT; sample += 1) {
    const share = sample / SAMPLE_COUNT
    steps += (cadenceSpm + driftSpm * (share - 0.5)) / 60 / sampleRateHz
    const phase = 2 * Math.PI * steps
    const impact = amplitudeG * (Math.sin(phase) + 0.5 * Math.sin(2 * phase + 0.7) + 0.2 * Math.sin(3 * phase + 1.9))
    const tilt = 0.2 * Math.sin(2 * Math.PI * 0.15 * share * lengthSec)
    values[sample * 3] = tilt * (hasGravity ? 1 : 0) + swingG * Math.sin(phase / 2 + 0.3) + noise()
    values[sample * 3 + 1] = (hasGravity ? 1 : 0) + impact + 0.4 * swingG * Math.sin(phase / 2) + noise()
    values[sample * 3 + 2] = 0.3 * impact + 0.3 * swingG * Math.cos(phase / 2) + noise()
  }
  return values
}

const found = (acc: Float32Array, hasGravity = true) => findCadence(acc, sampleRateHz, hasGravity)

describe('findCadence', () => {
  it.each([84, 92, 100, 108, 117, 125, 138])('counts %i steps a minute of somebody walking within 2', (cadenceSpm) => {
    for (const seed of [1, 2, 3]) expect(found(gait({ cadenceSpm, amplitudeG: 0.25, seed }))?.cadenceSpm).toBeCloseTo(cadenceSpm, -0.31)
  })

  it.each([140, 152, 165, 178, 195])('counts %i steps a minute of somebody running within 2', (cadenceSpm) => {
    for (const seed of [1, 2, 3]) expect(found(gait({ cadenceSpm, amplitudeG: 1.1, seed }))?.cadenceSpm).toBeCloseTo(cadenceSpm, -0.31)
  })

  it.each([
    { name: 'an arm that swings at half the rate', gait: { cadenceSpm: 112, amplitudeG: 0.2, swingG: 0.35 } },
    { name: 'an arm that swings wider than the steps are high, running', gait: { cadenceSpm: 166, amplitudeG: 0.8, swingG: 0.9 } },
    { name: 'a pace that drifts by 6 in the window', gait: { cadenceSpm: 110, amplitudeG: 0.25, driftSpm: 6 } },
    { name: 'noise of half the height of the steps', gait: { cadenceSpm: 105, amplitudeG: 0.2, noiseG: 0.1 } },
    { name: 'no gravity in the signal', gait: { cadenceSpm: 118, amplitudeG: 0.3, swingG: 0.1, hasGravity: false } },
  ])('is not led astray by $name', ({ gait: given }) => {
    const cadence = found(gait(given), given.hasGravity ?? true)
    expect(Math.abs((cadence?.cadenceSpm ?? 0) - given.cadenceSpm)).toBeLessThanOrEqual(2)
  })

  it('is surer of even steps than of steps in noise', () => {
    const even = found(gait({ cadenceSpm: 110, amplitudeG: 0.3, noiseG: 0.01 }))
    const noisy = found(gait({ cadenceSpm: 110, amplitudeG: 0.2, noiseG: 0.25 }))
    expect(even?.confidence).toBeGreaterThan(0.95)
    expect(noisy?.confidence ?? 0).toBeLessThan(even?.confidence ?? 0)
  })

  it('finds none in rest, in noise, in a single turn and in what is not a number', () => {
    expect(found(gait({ cadenceSpm: 110, amplitudeG: 0, noiseG: 0.005 }))).toBeUndefined()
    for (const seed of [1, 2, 3, 4]) expect(found(gait({ cadenceSpm: 110, amplitudeG: 0, noiseG: 0.3, seed }))).toBeUndefined()
    expect(found(Float32Array.from({ length: SAMPLE_COUNT * 3 }, (_, index) => (index > 300 ? 1 : 0)))).toBeUndefined()
    expect(found(new Float32Array(SAMPLE_COUNT * 3).fill(NaN))).toBeUndefined()
    expect(found(new Float32Array(0))).toBeUndefined()
  })

  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))('agrees with Python on %s', (_, { acc, hasGravity, cadence }) => {
    const ours = findCadence(Float32Array.from(acc), sampleRateHz, hasGravity)
    if (cadence === null) expect(ours).toBeUndefined()
    else {
      expect(ours?.cadenceSpm).toBeCloseTo(cadence.cadenceSpm, 3)
      expect(ours?.confidence).toBeCloseTo(cadence.confidence, 4)
    }
  })
})
