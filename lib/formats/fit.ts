import { AppError } from '@/lib/core/app-error'
import type { RecordingNote } from '@/lib/core/signal/recording'

import { composeRecordings } from './compose-recordings'
import { readFitMessages, type FitMessage } from './fit-messages'
import { maxWholeFileBytes } from './read-limits'
import { countedChunks, readEach, type FormatReading, type ReadContext, type RecordingFormat } from './recording-format'
import { createSampleCollector } from './sample-collector'
import type { SensorPart } from './sensor-part'
import { readWhole, type SourceFile } from './source-file'

/**
 * FIT, the binary file of Garmin, Wahoo, Suunto, Coros and others: an activity, or a day of monitoring.
 *
 * Read are the heart rate of `record`, `monitoring` and `hr` messages (one a second to one a minute) and the beat intervals of `hrv`
 * messages, where the watch was set to log them. Message and field numbers are those of the public FIT profile.
 */
export const fitActivity: RecordingFormat = {
  formatName: 'FIT (Garmin, Wahoo, Suunto, Coros)',
  recognises: ({ head }) => isFit(head),
  read: readFit,
}

/** '.FIT' stands after the header's size, version and length. */
const signatureAt = 8
const signature = [0x2e, 0x46, 0x49, 0x54]

const messageNumbers = { record: 20, monitoring: 55, hrv: 78, hr: 132 } as const
const fieldNumbers = {
  timestamp: 253,
  recordHeartRate: 3,
  monitoringTimestamp16: 26,
  monitoringHeartRate: 27,
  hrvTime: 0,
  hrFilteredBpm: 6,
  hrEventTimestamp: 9,
  hrEventTimestamp12: 10,
} as const
/** FIT counts seconds from the last day of 1989. */
const fitEpochMs = 631_065_600_000
const msPerSecond = 1000
/** `hr` counts its own time in this many parts of a second. */
const eventTicksPerSec = 1024

function isFit(head: Uint8Array): boolean {
  return signature.every((byte, index) => head[signatureAt + index] === byte)
}

async function readFit(files: readonly SourceFile[], context: ReadContext): Promise<FormatReading> {
  const { results, notes } = await readEach(files, (file) => readActivity(file, context))
  return composeRecordings({
    sourceName: 'FIT activity',
    files,
    parts: results.flatMap(({ parts }) => parts),
    notes: [...results.flatMap((result) => result.notes), ...notes],
    expected: 'a heart rate or beat intervals; was a chest strap or the watch’s own sensor on?',
  })
}

async function readActivity(file: SourceFile, context: ReadContext) {
  const bytes = await readWhole(countedChunks(file, context), file.fileName, maxWholeFileBytes)
  const { messages, damage } = readFitMessages(bytes, file.fileName, Object.values(messageNumbers))
  const parts = toParts(file.fileName, messages)
  if (damage === undefined) return { parts, notes: [] }
  if (parts.length === 0)
    throw new AppError('FILE_UNREADABLE', `${damage} There is no heart rate before that. Copy the file from the device again.`)
  const note: RecordingNote = { kind: 'missing', message: `${damage} What is there was read.` }
  return { parts, notes: [note] }
}

function toParts(fileName: string, messages: readonly FitMessage[]): SensorPart[] {
  const heartRate = createSampleCollector()
  const strapRate = createSampleCollector()
  const intervals = createSampleCollector()
  let lastSec: number | undefined
  /** The end of the last beat; intervals carry no time of their own. */
  let beatMs: number | undefined
  /** A strap's own clock, in ticks, and the time at which it was set. */
  let strap: { readonly startMs: number; readonly startTicks: number; readonly lastTicks: number } | undefined
  for (const { messageNumber, timestampSec, fields } of messages) {
    const numberOf = (field: number) => fields.get(field)?.find((value) => !Number.isNaN(value))
    lastSec = timestampSec ?? lastSec
    switch (messageNumber) {
      case messageNumbers.record: {
        const bpm = numberOf(fieldNumbers.recordHeartRate)
        if (bpm !== undefined && timestampSec !== undefined) heartRate.push(toEpochMs(timestampSec), bpm)
        break
      }
      case messageNumbers.monitoring: {
        const bpm = numberOf(fieldNumbers.monitoringHeartRate)
        const lowBits = numberOf(fieldNumbers.monitoringTimestamp16)
        const sec = timestampSec ?? (lastSec === undefined || lowBits === undefined ? undefined : withLowBits(lastSec, lowBits))
        lastSec = sec ?? lastSec
        if (bpm !== undefined && sec !== undefined) heartRate.push(toEpochMs(sec), bpm)
        break
      }
      case messageNumbers.hrv: {
        // The last record's time is near the beats that follow it: they go on from one another unless that would leave it behind.
        const anchorMs = lastSec === undefined ? undefined : toEpochMs(lastSec)
        for (const intervalMs of fields.get(fieldNumbers.hrvTime) ?? []) {
          if (Number.isNaN(intervalMs)) continue
          if (beatMs === undefined || (anchorMs !== undefined && anchorMs - beatMs > longestDriftMs)) beatMs = anchorMs
          if (beatMs === undefined) continue
          beatMs += intervalMs
          intervals.push(beatMs, intervalMs)
        }
        break
      }
      case messageNumbers.hr: {
        const told = numberOf(fieldNumbers.hrEventTimestamp)
        if (timestampSec !== undefined && told !== undefined)
          strap = { startMs: toEpochMs(timestampSec), startTicks: told, lastTicks: told }
        if (strap === undefined) break
        const { startMs, startTicks } = strap
        const eventTicks = told === undefined ? unpackTicks(fields.get(fieldNumbers.hrEventTimestamp12) ?? [], strap.lastTicks) : [told]
        strap = { ...strap, lastTicks: eventTicks.at(-1) ?? strap.lastTicks }
        const rates = fields.get(fieldNumbers.hrFilteredBpm) ?? []
        eventTicks.forEach((ticks, index) => {
          const bpm = rates[index] ?? Number.NaN
          if (!Number.isNaN(bpm)) strapRate.push(startMs + ((ticks - startTicks) * msPerSecond) / eventTicksPerSec, bpm)
        })
        break
      }
      default:
    }
  }
  const rates = [
    { source: 'the watch', samples: heartRate },
    { source: 'the strap', samples: strapRate },
  ]
  return [
    ...rates.map(({ source, samples }): SensorPart => ({
      fileName,
      source,
      quantity: 'heartRate',
      unitName: 'beats a minute',
      ...samples.finish(),
    })),
    { fileName, quantity: 'interval', unitName: 'ms', ...intervals.finish() } satisfies SensorPart,
  ].filter(({ timestampsMs }) => timestampsMs.length > 0)
}

/** Beats that are this far behind the records began anew, such as after a pause. */
const longestDriftMs = 10_000

function toEpochMs(fitSec: number): number {
  return fitEpochMs + fitSec * msPerSecond
}

/** Times of a strap's clock that are stored as 12 bits each, two in three bytes; each is at or after the one before. */
function unpackTicks(bytes: readonly number[], lastTicks: number): number[] {
  const ticks: number[] = []
  let last = lastTicks
  for (let at = 0; at + 1 < bytes.length; at += 1.5) {
    const low = bytes[Math.floor(at)] ?? 0
    const high = bytes[Math.floor(at) + 1] ?? 0
    const bits = Number.isInteger(at) ? low | ((high & 0xf) << 8) : (low >> 4) | (high << 4)
    last += (bits - last) & 0xfff
    ticks.push(last)
  }
  return ticks
}

/** The full time whose lowest 16 bits are these, at or after the last one. */
function withLowBits(lastSec: number, lowBits: number): number {
  return lastSec + ((lowBits - lastSec) & 0xffff)
}
