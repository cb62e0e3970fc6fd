import type { RecordingNote } from '@/lib/core/signal/recording'

import { isPlausibleEpochMs } from './epoch-time'
import { sampleMedian } from './plausibility'

/** Times this far from the middle of a recording are wrong: no device that is read here records for a week. */
const maxDistanceMs = 7 * 24 * 3_600_000

/** The columns of one sensor with their times, rising, and what was put right. */
export type OrderedSamples = {
  readonly timestampsMs: Float64Array<ArrayBuffer>
  readonly columns: readonly Float32Array<ArrayBuffer>[]
  readonly notes: readonly RecordingNote[]
}

/**
 * Brings samples into the order of their times, once each; of samples at the same time the last in the file stays.
 * Samples whose time is none between 2001 and 2100, or lies a week or more from the others, are left out.
 */
export function orderSamples(
  fileName: string,
  timestampsMs: Float64Array<ArrayBuffer>,
  columns: readonly Float32Array<ArrayBuffer>[],
): OrderedSamples {
  const middleMs = sampleMedian(timestampsMs)
  let isInOrder = true
  let strayCount = 0
  for (let index = 0; index < timestampsMs.length; index++) {
    const timestampMs = timestampsMs[index] ?? Number.NaN
    if (isStray(timestampMs, middleMs)) strayCount++
    else if (index > 0 && timestampMs <= (timestampsMs[index - 1] ?? -Infinity)) isInOrder = false
  }
  if (isInOrder && strayCount === 0) return { timestampsMs, columns, notes: [] }

  const order = new Uint32Array(timestampsMs.length - strayCount)
  let orderCount = 0
  let isSorted = true
  let latestMs = -Infinity
  for (let index = 0; index < timestampsMs.length; index++) {
    const timestampMs = timestampsMs[index] ?? Number.NaN
    if (isStray(timestampMs, middleMs)) continue
    if (timestampMs < latestMs) isSorted = false
    latestMs = timestampMs
    order[orderCount++] = index
  }
  if (!isSorted) order.sort((a, b) => (timestampsMs[a] ?? 0) - (timestampsMs[b] ?? 0))

  // The next one at the same time, if any, stands in for this one.
  const kept = order.filter((source, place) => place + 1 === order.length || timestampsMs[order[place + 1] ?? 0] !== timestampsMs[source])
  const duplicateCount = order.length - kept.length
  const notes: RecordingNote[] = []
  if (strayCount > 0) notes.push({ kind: 'skipped', message: `${fileName}: ${strayCount} samples with an impossible time were left out.` })
  if (!isSorted)
    notes.push({ kind: 'skipped', message: `${fileName}: the samples were not in the order of their times and have been sorted.` })
  if (duplicateCount > 0)
    notes.push({ kind: 'skipped', message: `${fileName}: ${duplicateCount} samples repeat the time of another and were left out.` })
  return { timestampsMs: pick(timestampsMs, kept, Float64Array), columns: columns.map((column) => pick(column, kept, Float32Array)), notes }
}

function isStray(timestampMs: number, middleMs: number): boolean {
  return !isPlausibleEpochMs(timestampMs) || Math.abs(timestampMs - middleMs) > maxDistanceMs
}

function pick<Column extends Float64Array | Float32Array>(column: Column, kept: Uint32Array, Type: new (length: number) => Column): Column {
  const picked = new Type(kept.length)
  for (let index = 0; index < kept.length; index++) picked[index] = column[kept[index] ?? 0] ?? Number.NaN
  return picked
}
