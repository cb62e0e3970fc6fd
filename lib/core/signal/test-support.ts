import type { Channel, ChannelSeries, Recording } from './recording'
import type { PersonalScale, WindowSpec } from './window-spec'

/** Made-up recordings for tests begin here, Unix epoch ms. */
export const testStartMs = 1_700_000_000_000

/** The windowSpec of training/contracts/stress.json; a test compares the two. */
export const stressWindowSpec: WindowSpec = {
  lengthSec: 60,
  strideSec: 15,
  sampleRateHz: 1,
  channels: [
    { name: 'heartRate', unit: 'bpm' },
    { name: 'heartRateSpread', unit: 'lnBpm' },
    { name: 'heartRateStep', unit: 'lnBpm' },
    { name: 'rmssd', unit: 'lnMs' },
    { name: 'sdnn', unit: 'lnMs' },
    { name: 'pnn50', unit: 'share' },
    { name: 'edaTonic', unit: 'lnMicrosiemens' },
    { name: 'edaPhasic', unit: 'microsiemens' },
    { name: 'scrRate', unit: 'perMinute' },
    { name: 'scrAmplitude', unit: 'lnCentimicrosiemens' },
    { name: 'skinTemp', unit: 'celsius' },
    { name: 'skinTempSlope', unit: 'celsiusPerMinute' },
    { name: 'accMotion', unit: 'lnG' },
    { name: 'accJerk', unit: 'lnG' },
    { name: 'accTurn', unit: 'lnG' },
    { name: 'accStill', unit: 'share' },
  ],
  presenceGroups: ['heartRate', 'beats', 'eda', 'skinTemp', 'accMotion', 'baseline'],
}

/** The personalScale of training/contracts/stress.json; a test compares the two. */
export const stressPersonalScale: PersonalScale = {
  kind: 'person-z-score',
  clip: 5,
  channels: {
    heartRate: { smallestSpread: 1, usualSpread: 10 },
    heartRateSpread: { smallestSpread: 0.1, usualSpread: 0.5 },
    heartRateStep: { smallestSpread: 0.1, usualSpread: 0.5 },
    rmssd: { smallestSpread: 0.1, usualSpread: 0.5 },
    sdnn: { smallestSpread: 0.1, usualSpread: 0.4 },
    pnn50: { smallestSpread: 0.03, usualSpread: 0.2 },
    edaTonic: { smallestSpread: 0.05, usualSpread: 1 },
    edaPhasic: { smallestSpread: 0.01, usualSpread: 0.2 },
    scrRate: { smallestSpread: 1, usualSpread: 5 },
    scrAmplitude: { smallestSpread: 0.3, usualSpread: 1.5 },
    skinTemp: { smallestSpread: 0.05, usualSpread: 1 },
    skinTempSlope: { smallestSpread: 0.01, usualSpread: 0.2 },
    accMotion: { smallestSpread: 0.1, usualSpread: 1 },
    accJerk: { smallestSpread: 0.1, usualSpread: 1 },
    accTurn: { smallestSpread: 0.1, usualSpread: 1 },
    accStill: { smallestSpread: 0.05, usualSpread: 0.3 },
  },
}

/** The windowSpec of training/contracts/activity.json; a test compares the two. */
export const activityWindowSpec: WindowSpec = {
  lengthSec: 2.56,
  strideSec: 1.28,
  sampleRateHz: 50,
  channels: [
    { name: 'accX', unit: 'g' },
    { name: 'accY', unit: 'g' },
    { name: 'accZ', unit: 'g' },
    { name: 'gyroX', unit: 'radPerSec' },
    { name: 'gyroY', unit: 'radPerSec' },
    { name: 'gyroZ', unit: 'radPerSec' },
  ],
  presenceGroups: ['gravity', 'gyro', 'upright'],
}

/** Random numbers from 0 to 1 that are the same for the same seed (a 32-bit linear congruential generator, Numerical Recipes' constants). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Noise around nothing, (sampleCount,), of which a share is missing (NaN). */
export function noisyColumn(sampleCount: number, missingShare: number, seed = 0): Float64Array {
  const random = seededRandom(seed + 1)
  return Float64Array.from({ length: sampleCount }, () => (random() < missingShare ? NaN : random() + random() - 1))
}

/** A regular series of durationSec at sampleRateHz whose value is valueAt(seconds from its start). */
export function regularSeries(durationSec: number, sampleRateHz: number, valueAt: (atSec: number) => number): ChannelSeries {
  const sampleCount = Math.round(durationSec * sampleRateHz)
  return {
    timestampsMs: Float64Array.from({ length: sampleCount }, (_, index) => testStartMs + (index * 1000) / sampleRateHz),
    values: Float32Array.from({ length: sampleCount }, (_, index) => valueAt(index / sampleRateHz)),
  }
}

/** A recording of the given channels, from the first to the last of their samples. */
export function recordingOf(series: Partial<Record<Channel, ChannelSeries>>, hasGravity = true): Recording {
  const times = Object.values(series).flatMap(({ timestampsMs }) => [timestampsMs[0] ?? testStartMs, timestampsMs.at(-1) ?? testStartMs])
  return {
    sourceName: 'Test device',
    fileName: 'made-up.csv',
    startMs: Math.min(...times, Infinity),
    endMs: Math.max(...times, -Infinity),
    series,
    hasGravity,
    tagsMs: [],
    notes: [],
  }
}

/** A pulse wave at 64 Hz with a steady heart rate in bpm, two harmonics and noise of a tenth of its height. */
export function pulseWave(durationSec: number, heartRateBpm: number, seed = 1): ChannelSeries {
  const random = seededRandom(seed)
  return regularSeries(durationSec, 64, (atSec) => {
    const phase = (2 * Math.PI * heartRateBpm * atSec) / 60
    return 60 * Math.sin(phase) + 20 * Math.sin(2 * phase + 0.5) + 6 * (random() - 0.5)
  })
}

/** The three axes of a phone in g: standing still (stepHz 0) or moving up and down with stepHz at amplitudeG. */
export function phoneAcceleration(durationSec: number, sampleRateHz: number, stepHz: number, amplitudeG: number, seed = 1) {
  const random = seededRandom(seed)
  const noise = () => 0.02 * (random() - 0.5)
  return {
    accX: regularSeries(durationSec, sampleRateHz, (atSec) => amplitudeG * 0.3 * Math.sin(2 * Math.PI * stepHz * atSec) + noise()),
    accY: regularSeries(durationSec, sampleRateHz, (atSec) => 1 + amplitudeG * Math.sin(2 * Math.PI * stepHz * atSec) + noise()),
    accZ: regularSeries(durationSec, sampleRateHz, (atSec) => amplitudeG * 0.5 * Math.cos(2 * Math.PI * stepHz * atSec) + noise()),
  }
}
