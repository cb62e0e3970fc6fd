import { interpolateSeries } from './interpolate-series'
import type { ChannelSeries } from './recording'

/** The rate at which beats are sought; the Empatica E4's own, and enough for a pulse wave. */
const PULSE_RATE_HZ = 64
const LOWEST_PULSE_HZ = 0.7
const HIGHEST_PULSE_HZ = 3.5
/** A longer silence of the sensor ends a run: a beat is never sought across it. */
const LONGEST_GAP_MS = 250
/** Shorter runs hold no two beats for certain. */
const SHORTEST_RUN_SEC = 4
/** Widths of the two moving averages (a systolic peak, a beat) and the share of the mean added to the longer one: Elgendi 2013. */
const PEAK_SEC = 0.111
const BEAT_SEC = 0.667
const OFFSET_SHARE = 0.02
/** That mean is taken over so long, the length of the recordings there: over hours, one arm movement would hide every quiet beat. */
const OFFSET_SEC = 20
/** Two beats are at least so far apart (170 a minute); of two that are nearer the higher one counts. */
const REFRACTORY_SEC = 0.35

/**
 * Finds the heart beats in a clean pulse wave: times in Unix epoch ms, rising, to a fraction of a sample (parabola through the peak).
 *
 * Band-pass 0.7 to 3.5 Hz (second-order Butterworth sections, run forwards and backwards so that no peak moves), then the two
 * moving averages of Elgendi et al. 2013, "Systolic Peak Detection in Acceleration Photoplethysmograms Measured from
 * Emergency Responders in Tropical Conditions", PLoS ONE 8(10): e76585: a beat is sought where the squared wave's
 * short average lies above its long one.
 */
export function findPulseBeats(bvp: ChannelSeries): Float64Array {
  const startMs = bvp.timestampsMs[0]
  const endMs = bvp.timestampsMs.at(-1)
  if (startMs === undefined || endMs === undefined) return new Float64Array(0)
  const stepMs = 1000 / PULSE_RATE_HZ
  const sampleCount = Math.floor((endMs - startMs) / stepMs) + 1
  const wave = interpolateSeries(bvp, { startMs, stepMs, sampleCount }, LONGEST_GAP_MS)
  const beatsMs: number[] = []
  for (let first = 0; first < sampleCount;) {
    if (Number.isNaN(wave[first])) {
      first += 1
      continue
    }
    let last = first
    while (last < sampleCount && !Number.isNaN(wave[last])) last += 1
    if (last - first >= SHORTEST_RUN_SEC * PULSE_RATE_HZ) {
      for (const position of peaksOfRun(wave.subarray(first, last))) beatsMs.push(startMs + (first + position) * stepMs)
    }
    first = last
  }
  return Float64Array.from(beatsMs)
}

/** Positions of the beats in one run without gaps, in samples with a fraction. */
function peaksOfRun(run: Float64Array): number[] {
  const wave = bandPass(run)
  const squared = new Float64Array(wave.length)
  for (let index = 0; index < wave.length; index += 1) {
    const value = wave[index] ?? NaN
    squared[index] = value > 0 ? value * value : 0
  }
  const sums = runningSums(squared)
  const peakAverage = movingAverage(sums, Math.round(PEAK_SEC * PULSE_RATE_HZ))
  const beatAverage = movingAverage(sums, Math.round(BEAT_SEC * PULSE_RATE_HZ))
  const offsetAverage = movingAverage(sums, OFFSET_SEC * PULSE_RATE_HZ)
  const isInBeat = (index: number) => peakAverage(index) > beatAverage(index) + OFFSET_SHARE * offsetAverage(index)
  const shortestBlock = Math.round(PEAK_SEC * PULSE_RATE_HZ)
  const refractoryCount = REFRACTORY_SEC * PULSE_RATE_HZ
  const peaks: number[] = []
  for (let index = 0; index < wave.length;) {
    if (!isInBeat(index)) {
      index += 1
      continue
    }
    const first = index
    let highest = index
    while (index < wave.length && isInBeat(index)) {
      if ((wave[index] ?? 0) > (wave[highest] ?? 0)) highest = index
      index += 1
    }
    if (index - first < shortestBlock) continue
    const previous = peaks.at(-1)
    if (previous === undefined || highest - previous >= refractoryCount) peaks.push(highest)
    else if ((wave[highest] ?? 0) > (wave[previous] ?? 0)) peaks[peaks.length - 1] = highest
  }
  return peaks.map((index) => {
    const [before, at, after] = [wave[index - 1], wave[index], wave[index + 1]]
    if (before === undefined || at === undefined || after === undefined) return index
    const curvature = before - 2 * at + after
    return curvature < 0 ? index + Math.max(-0.5, Math.min(0.5, (before - after) / (2 * curvature))) : index
  })
}

/** The sum of all values before each place: one more than there are values. */
function runningSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1)
  for (let index = 0; index < values.length; index += 1) sums[index + 1] = (sums[index] ?? 0) + (values[index] ?? 0)
  return sums
}

/** From running sums the mean over `width` samples centred on a sample; at the edges over what there is. */
function movingAverage(sums: Float64Array, width: number): (index: number) => number {
  const half = Math.floor(width / 2)
  const sampleCount = sums.length - 1
  return (index) => {
    const from = Math.max(0, index - half)
    const to = Math.min(sampleCount, index + half + 1)
    return ((sums[to] ?? 0) - (sums[from] ?? 0)) / (to - from)
  }
}

/** High-pass, then low-pass, forwards and then backwards. */
function bandPass(run: Float64Array): Float64Array {
  const offset = run[0] ?? 0
  const wave = new Float64Array(run.length)
  for (let index = 0; index < run.length; index += 1) wave[index] = (run[index] ?? NaN) - offset
  for (let direction = 0; direction < 2; direction += 1) {
    filter(wave, 'high', LOWEST_PULSE_HZ)
    filter(wave, 'low', HIGHEST_PULSE_HZ)
    wave.reverse()
  }
  return wave
}

/** Filters in place by a second-order Butterworth section through the bilinear transform (R. Bristow-Johnson's formulas, Q = 1/sqrt 2). */
function filter(values: Float64Array, kind: 'high' | 'low', cutHz: number): void {
  const angle = (2 * Math.PI * cutHz) / PULSE_RATE_HZ
  const cosine = Math.cos(angle)
  const alpha = Math.sin(angle) / Math.SQRT2
  const norm = 1 + alpha
  const b0 = (kind === 'low' ? (1 - cosine) / 2 : (1 + cosine) / 2) / norm
  const b1 = (kind === 'low' ? 2 : -2) * b0
  const a1 = (-2 * cosine) / norm
  const a2 = (1 - alpha) / norm
  let state1 = 0
  let state2 = 0
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? NaN
    const output = b0 * value + state1
    state1 = b1 * value - a1 * output + state2
    state2 = b0 * value - a2 * output
    values[index] = output
  }
}
