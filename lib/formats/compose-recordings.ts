import { AppError } from '@/lib/core/app-error'
import { firstIndexFrom } from '@/lib/core/signal/first-index-from'
import { quantities, type Quantity } from '@/lib/core/signal/quantities'
import type { Channel, ChannelSeries, Recording, RecordingNote } from '@/lib/core/signal/recording'
import type { TablePreview } from '@/lib/core/signal/table-mapping'

import { listNames } from './list-names'
import { mergeSources } from './merge-sources'
import { orderSamples } from './order-samples'
import { midnightBefore } from './parse-time'
import type { FormatReading } from './recording-format'
import { channelsOfQuantity, settlePart, type SensorPart, type SettledPart } from './sensor-part'
import type { SourceFile } from './source-file'
import { toRecording } from './to-recording'

/** Where one recording ends and the next begins. */
type SplitRule = { readonly gapMs: number; readonly lengthMs: number }

const msPerHour = 3_600_000
const msPerDay = 24 * msPerHour
/** A device that was off for so long was started again; what is longer than a day and a half is more than a model reads at once. */
const sessionSplit: SplitRule = { gapMs: 6 * msPerHour, lengthMs: 36 * msPerHour }
/** An export of years is cut into days, and where nothing was worn for an hour. */
const diarySplit: SplitRule = { gapMs: msPerHour, lengthMs: msPerDay }
/** A value a day makes a line over months. */
const summarySplit: SplitRule = { gapMs: 7 * msPerDay, lengthMs: 366 * msPerDay }
const splitRules = { session: sessionSplit, diary: diarySplit, summaries: summarySplit } as const

/** What a format read from the files of one folder. */
export type ReadParts = {
  readonly sourceName: string
  readonly files: readonly SourceFile[]
  readonly parts: readonly SensorPart[]
  readonly tagsMs?: readonly number[]
  readonly notes: readonly RecordingNote[]
  /** Years of one person, from several devices, or values of whole days, rather than one recording. */
  readonly span?: keyof typeof splitRules
  /** When a recording that counts its time from its start began, where the export says it. */
  readonly clockStartMs?: number
  /** The tables among the files, for who wants to correct what their columns were taken for. */
  readonly tables?: readonly TablePreview[]
  /** What the files should hold, for the message where they hold nothing. */
  readonly expected: string
}

/**
 * Makes recordings of what a format read: units settled, times in order, sources that measured at once made one, long silences
 * taken for the end of a recording.
 *
 * A sensor that cannot be read is named in a note while another can; where none can, its error is thrown.
 */
export function composeRecordings(read: ReadParts): FormatReading {
  const { sourceName, files, notes, span = 'session', tagsMs = [] } = read
  const isDiary = span !== 'session'
  const { parts, notes: clockNotes } = placeInTime(read)
  const { settled, problems } = settleAll(parts)
  if (settled.length === 0) {
    if (problems[0] !== undefined) throw problems[0]
    throw new AppError(
      'RECORDING_TOO_SHORT',
      `${listNames(files.map(({ fileName }) => fileName))}: no two samples were found. Expected ${read.expected}.`,
    )
  }
  const allNotes: RecordingNote[] = [
    ...notes,
    ...clockNotes,
    ...problems.map(({ message }): RecordingNote => ({ kind: 'skipped', message })),
  ]
  const series: Partial<Record<Channel, ChannelSeries>> = {}
  let hasGravity: boolean | undefined
  for (const quantity of quantities) {
    const quantityParts = withGravityFirst(settled.filter((part) => part.quantity === quantity))
    if (quantityParts.length === 0) continue
    const merged = mergeParts(quantity, quantityParts, isDiary)
    if (quantity === 'acceleration') hasGravity = quantityParts.every((part) => part.hasGravity)
    channelsOfQuantity[quantity].forEach((channel, index) => {
      const values = merged.columns[index]
      if (values !== undefined) series[channel] = { timestampsMs: merged.timestampsMs, values }
    })
    allNotes.push(...quantityParts.flatMap((part) => part.notes), ...merged.notes)
  }
  const stretches = splitByTime(Object.values(series), splitRules[span])
  const recordings = stretches.flatMap(({ startMs, endMs }): Recording[] => {
    const isWithin = (timestampMs: number) => timestampMs >= startMs && timestampMs <= endMs
    const recording = toRecording({
      sourceName,
      files,
      series: stretches.length === 1 ? series : cutSeries(series, startMs, endMs),
      ...(hasGravity === undefined ? {} : { hasGravity }),
      tagsMs: tagsMs.filter(isWithin).toSorted((a, b) => a - b),
      ...(read.tables === undefined ? {} : { tables: read.tables }),
      notes: withoutRepeats(allNotes).filter(({ atMs }) => atMs === undefined || isWithin(atMs)),
    })
    return recording === undefined ? [] : [recording]
  })
  if (recordings.length === 0) {
    throw new AppError(
      'RECORDING_TOO_SHORT',
      `${listNames(files.map(({ fileName }) => fileName))}: no two samples lie within an hour of each other. Expected ${read.expected}.`,
    )
  }
  return { recordings, notes: [] }
}

/** The sensors of one file say the same of its times. */
function withoutRepeats(notes: readonly RecordingNote[]): RecordingNote[] {
  return notes.filter(({ message }, index) => notes.findIndex((other) => other.message === message) === index)
}

/** Where acceleration was exported with and without gravity, the one with it holds both. */
function withGravityFirst(parts: readonly SettledPart[]): readonly SettledPart[] {
  const withGravity = parts.filter(({ hasGravity }) => hasGravity === true)
  return withGravity.length === 0 ? parts : withGravity
}

function settleAll(parts: readonly SensorPart[]) {
  const settled: SettledPart[] = []
  const problems: AppError[] = []
  for (const part of parts) {
    if (part.timestampsMs.length === 0) continue
    try {
      settled.push(settlePart(part))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      problems.push(error)
    }
  }
  return { settled, problems }
}

/** Gives times that count from a start or from midnight their day: the one on which the file was written, where nothing better is known. */
function placeInTime({ parts, files, clockStartMs }: ReadParts): {
  readonly parts: readonly SensorPart[]
  readonly notes: readonly RecordingNote[]
} {
  const floating = parts.filter(({ clock }) => clock !== undefined)
  if (floating.length === 0) return { parts, notes: [] }
  const endMs = Math.max(...floating.map(({ timestampsMs }) => timestampsMs.at(-1) ?? 0))
  // Whole seconds, so that a date that is only known roughly does not look exact.
  const writtenMs = Math.floor(Math.min(...files.map(({ modifiedMs }) => modifiedMs)) / 1000) * 1000
  const startMs = clockStartMs ?? writtenMs - endMs
  const placed = parts.map((part): SensorPart => {
    const { clock, ...rest } = part
    if (clock === undefined) return part
    if (clock === 'since-start') return { ...rest, timestampsMs: part.timestampsMs.map((sinceStartMs) => startMs + sinceStartMs) }
    const midnightMs = midnightBefore(clockStartMs ?? writtenMs)
    let days = 0
    let lastMs = -Infinity
    const timestampsMs = part.timestampsMs.map((ofDayMs) => {
      if (ofDayMs < lastMs - msPerDay / 2) days++
      lastMs = ofDayMs
      return midnightMs + days * msPerDay + ofDayMs
    })
    return { ...rest, timestampsMs }
  })
  const names = listNames([...new Set(floating.map(({ fileName }) => fileName))], 2)
  const notes: RecordingNote[] =
    clockStartMs === undefined
      ? [{ kind: 'clock', message: `${names}: no date is given, so the one on which the file was saved was taken.` }]
      : []
  return { parts: placed, notes }
}

/** The samples of one quantity from all files and sources, in order of time. */
function mergeParts(quantity: Quantity, parts: readonly SettledPart[], isDiary: boolean) {
  const isEveryRowOne = quantity === 'interval'
  const ordered = parts.map((part) => ({
    ...part,
    ...orderSamples(part.fileName, part.timestampsMs, part.columns, { isDiary, isEveryRowOne }),
  }))
  const [only, ...others] = ordered
  if (only === undefined) throw new AppError('INTERNAL', 'There was no part to merge.')
  if (others.length === 0) return only
  const merged = mergeSources(quantity, ordered)
  return { ...merged, notes: [...ordered.flatMap((part) => part.notes), ...merged.notes] }
}

/** The stretches of time in which anything was measured without a pause longer than the rule's. */
function splitByTime(allSeries: readonly ChannelSeries[], { gapMs, lengthMs }: SplitRule) {
  const stretches = [...new Set(allSeries.map(({ timestampsMs }) => timestampsMs))]
    .flatMap((timestampsMs) => runsOf(timestampsMs, gapMs))
    .toSorted((one, other) => one.startMs - other.startMs)
  const joined: { startMs: number; endMs: number }[] = []
  for (const stretch of stretches) {
    const last = joined.at(-1)
    if (last !== undefined && stretch.startMs - last.endMs <= gapMs) last.endMs = Math.max(last.endMs, stretch.endMs)
    else joined.push({ ...stretch })
  }
  return joined.flatMap(({ startMs, endMs }) => {
    const pieceCount = Math.max(1, Math.ceil((endMs - startMs) / lengthMs))
    return Array.from({ length: pieceCount }, (_, index) => ({
      startMs: startMs + index * lengthMs,
      endMs: index + 1 === pieceCount ? endMs : startMs + (index + 1) * lengthMs - 1,
    }))
  })
}

function runsOf(timestampsMs: Float64Array, gapMs: number) {
  const runs: { startMs: number; endMs: number }[] = []
  let startMs = timestampsMs[0]
  let lastMs = startMs
  if (startMs === undefined || lastMs === undefined) return runs
  for (const timestampMs of timestampsMs) {
    if (timestampMs - lastMs > gapMs) {
      runs.push({ startMs, endMs: lastMs })
      startMs = timestampMs
    }
    lastMs = timestampMs
  }
  runs.push({ startMs, endMs: lastMs })
  return runs
}

/** A stretch of each channel, copied, so that a short recording does not hold on to the memory of years. */
function cutSeries(
  series: Partial<Record<Channel, ChannelSeries>>,
  startMs: number,
  endMs: number,
): Partial<Record<Channel, ChannelSeries>> {
  const cutTimes = new Map<Float64Array, Float64Array>()
  const cut = Object.entries(series).flatMap(([channel, { timestampsMs, values }]) => {
    const from = firstIndexFrom(timestampsMs, startMs)
    const to = firstIndexFrom(timestampsMs, endMs + Number.EPSILON * endMs)
    if (from === to) return []
    const times = cutTimes.get(timestampsMs) ?? timestampsMs.slice(from, to)
    cutTimes.set(timestampsMs, times)
    return [[channel, { timestampsMs: times, values: values.slice(from, to) }] as const]
  })
  return Object.fromEntries(cut)
}
