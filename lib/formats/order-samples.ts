import type { RecordingNote } from '@/lib/core/signal/recording'

import { isPlausibleEpochMs } from './epoch-time'
import { sampleMedian } from './plausibility'

/** Times this far from the middle of a recording are wrong: no device that is read here records for a week. */
const maxDistanceMs = 7 * 24 * 3_600_000
/** Up to so many steps back are a clock that was set; more are rows out of order. */
const maxClockJumpCount = 4
/** Shorter steps back are jitter between packets. */
const smallestClockJumpMs = 10_000
const msPerHour = 3_600_000
/** How far from a whole hour the end of daylight saving time may look, with a pause of the recording in between. */
const hourSlackMs = 120_000
/** Where more samples than this share one time with another, the times are rounded, not the samples repeated. */
const maxRepeatedShare = 0.5

/** The columns of one sensor with their times, rising, and what was put right. */
export type OrderedSamples = {
  readonly timestampsMs: Float64Array<ArrayBuffer>
  readonly columns: readonly Float32Array<ArrayBuffer>[]
  readonly notes: readonly RecordingNote[]
}

/** What is known of a sensor's times. */
export type OrderOptions = {
  /** Years of one person rather than one recording: no time is too far from the others. */
  readonly isDiary?: boolean
  /** Two equal times are two beats, never one sample twice. */
  readonly isEveryRowOne?: boolean
}

/**
 * Brings samples into the order of their times, once each; of samples at the same time the last in the file stays.
 *
 * Samples whose time is none between 2001 and 2100, or lies a week or more from the others, are left out. A clock that was set back (by
 * hand, or by the end of daylight saving time) is moved forward again, so that what came later stays later. Times that are
 * rounded, many samples to each, are spread evenly.
 */
export function orderSamples(
  fileName: string,
  timestampsMs: Float64Array<ArrayBuffer>,
  columns: readonly Float32Array<ArrayBuffer>[],
  options: OrderOptions = {},
): OrderedSamples {
  const middleMs = sampleMedian(timestampsMs)
  const isStray = (timestampMs: number) =>
    !isPlausibleEpochMs(timestampMs) || (options.isDiary !== true && Math.abs(timestampMs - middleMs) > maxDistanceMs)
  let backwardCount = 0
  let smallestBackwardMs = Infinity
  let repeatedCount = 0
  let strayCount = 0
  let lastMs = -Infinity
  for (const timestampMs of timestampsMs) {
    if (isStray(timestampMs)) {
      strayCount++
      continue
    }
    if (timestampMs < lastMs) {
      backwardCount++
      smallestBackwardMs = Math.min(smallestBackwardMs, lastMs - timestampMs)
    } else if (timestampMs === lastMs) repeatedCount++
    lastMs = timestampMs
  }
  if (backwardCount === 0 && repeatedCount === 0 && strayCount === 0) return { timestampsMs, columns, notes: [] }

  const notes: RecordingNote[] = []
  let times = timestampsMs
  let values = columns
  if (strayCount > 0) {
    const kept = new Uint32Array(times.length - strayCount)
    let keptCount = 0
    for (let index = 0; index < times.length; index++) if (!isStray(times[index] ?? Number.NaN)) kept[keptCount++] = index
    ;[times, values] = pickAll(times, values, kept)
    notes.push({ kind: 'skipped', message: `${fileName}: ${strayCount} samples with an impossible time were left out.` })
  }
  const isClockSet =
    options.isDiary !== true && backwardCount > 0 && backwardCount <= maxClockJumpCount && smallestBackwardMs >= smallestClockJumpMs
  if (isClockSet) {
    const moved = moveForward(fileName, times)
    times = moved.timestampsMs
    notes.push(...moved.notes)
  } else if (backwardCount > 0) {
    const unsorted = times
    ;[times, values] = pickAll(
      times,
      values,
      Uint32Array.from(unsorted, (_, index) => index).sort((a, b) => (unsorted[a] ?? 0) - (unsorted[b] ?? 0)),
    )
    if (options.isDiary !== true)
      notes.push({ kind: 'clock', message: `${fileName}: the samples were not in the order of their times and have been sorted.` })
  }

  const sameCount = countRepeated(times)
  if (sameCount === 0) return { timestampsMs: times, columns: values, notes }
  if (options.isEveryRowOne === true || sameCount > times.length * maxRepeatedShare) {
    if (options.isEveryRowOne !== true)
      notes.push({ kind: 'clock', message: `${fileName}: the times are rounded, so samples with the same time were spread evenly.` })
    return { timestampsMs: spreadEvenly(times), columns: values, notes }
  }
  const sorted = times
  // The next one at the same time, if any, stands in for this one.
  const kept = Uint32Array.from(sorted, (_, index) => index).filter((index) => sorted[index + 1] !== sorted[index])
  ;[times, values] = pickAll(times, values, kept)
  notes.push({ kind: 'duplicate', message: `${fileName}: ${sameCount} samples repeat the time of another and were left out.` })
  return { timestampsMs: times, columns: values, notes }
}

function countRepeated(timestampsMs: Float64Array): number {
  let count = 0
  for (let index = 1; index < timestampsMs.length; index++) if (timestampsMs[index] === timestampsMs[index - 1]) count++
  return count
}

/** Adds to all that follows a step back what it takes to go on: a whole hour where daylight saving time ended, else one usual step. */
function moveForward(fileName: string, timestampsMs: Float64Array<ArrayBuffer>) {
  const moved = timestampsMs.slice()
  const usualStepMs = usualStepOf(timestampsMs)
  const notes: RecordingNote[] = []
  let shiftMs = 0
  for (let index = 1; index < moved.length; index++) {
    const stepMs = (timestampsMs[index] ?? 0) - (timestampsMs[index - 1] ?? 0)
    if (stepMs < 0) {
      const isEndOfDaylightSaving = Math.abs(stepMs + msPerHour) <= hourSlackMs
      const byMs = isEndOfDaylightSaving ? msPerHour : usualStepMs - stepMs
      shiftMs += byMs
      const atMs = (moved[index - 1] ?? 0) + Math.max(0, byMs + stepMs)
      const why = isEndOfDaylightSaving ? ', as at the end of daylight saving time' : ''
      notes.push({
        kind: 'clock',
        atMs,
        message: `${fileName}: the clock was set back by ${Math.round(-stepMs / 1000)} seconds${why}; what follows was moved to keep its order.`,
      })
    }
    moved[index] = (timestampsMs[index] ?? Number.NaN) + shiftMs
  }
  return { timestampsMs: moved, notes }
}

/** The middle of the steps that go forward, from a sample of them. */
function usualStepOf(timestampsMs: Float64Array): number {
  const step = Math.max(1, Math.floor(timestampsMs.length / 1000))
  const steps: number[] = []
  for (let index = 1; index < timestampsMs.length; index += step) {
    const stepMs = (timestampsMs[index] ?? 0) - (timestampsMs[index - 1] ?? 0)
    if (stepMs > 0) steps.push(stepMs)
  }
  return steps.length === 0 ? 1000 : sampleMedian(steps)
}

/** Sets each sample of a run with the same time a part of the way to the next time. */
function spreadEvenly(timestampsMs: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const spread = timestampsMs.slice()
  const lastRunMs = usualStepOf(timestampsMs)
  let first = 0
  for (let index = 1; index <= spread.length; index++) {
    const startMs = timestampsMs[first] ?? 0
    if (timestampsMs[index] === startMs) continue
    const lengthMs = Math.min(lastRunMs, (timestampsMs[index] ?? Infinity) - startMs)
    for (let place = 1; place < index - first; place++) spread[first + place] = startMs + (lengthMs * place) / (index - first)
    first = index
  }
  return spread
}

function pickAll(
  timestampsMs: Float64Array<ArrayBuffer>,
  columns: readonly Float32Array<ArrayBuffer>[],
  kept: Uint32Array,
): [Float64Array<ArrayBuffer>, Float32Array<ArrayBuffer>[]] {
  return [pick(timestampsMs, kept, Float64Array), columns.map((column) => pick(column, kept, Float32Array))]
}

function pick<Column extends Float64Array | Float32Array>(column: Column, kept: Uint32Array, Type: new (length: number) => Column): Column {
  const picked = new Type(kept.length)
  for (let index = 0; index < kept.length; index++) picked[index] = column[kept[index] ?? 0] ?? Number.NaN
  return picked
}
