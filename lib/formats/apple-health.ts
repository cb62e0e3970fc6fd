import type { Quantity } from '@/lib/core/signal/quantities'
import type { RecordingNote } from '@/lib/core/signal/recording'

import { composeRecordings } from './compose-recordings'
import { parseCell } from './parse-cell'
import { parseCalendarTime, parseClockMs } from './parse-time'
import { countedChunks, readEach, type FormatReading, type ReadContext, type RecordingFormat } from './recording-format'
import { createSampleCollector, type SampleCollector } from './sample-collector'
import { findAttributes, scanTags, startsWithBytes } from './scan-tags'
import type { SensorPart } from './sensor-part'
import type { SourceFile } from './source-file'

/**
 * Apple Health, as the iPhone's Health app exports it: export.zip with export.xml in it, up to several GB, every record of every device and app.
 *
 * Read are heart rate, electrodermal activity, the wrist's temperature in sleep, and, where there is no heart rate, the beats within the
 * records of heart rate variability. Several devices that measured at once are made one (`mergeSources`). The tags are found as bytes, never as a
 * document: a string of the whole would not fit into a browser.
 */
export const appleHealth: RecordingFormat = {
  formatName: 'Apple Health',
  recognises: ({ head }) => /<(!DOCTYPE )?HealthData\b/.test(new TextDecoder().decode(head)),
  read: readAppleHealth,
}

const encoder = new TextEncoder()
const textDecoder = new TextDecoder()
const ascii = (text: string) => encoder.encode(text)

/** The types of record that are read, by what follows 'HKQuantityTypeIdentifier'. */
const wantedTypes: readonly { readonly type: Uint8Array; readonly quantity: Quantity }[] = [
  { type: ascii('HeartRate"'), quantity: 'heartRate' },
  { type: ascii('ElectrodermalActivity"'), quantity: 'conductance' },
  { type: ascii('AppleSleepingWristTemperature"'), quantity: 'temperature' },
]
const variabilityType = ascii('HeartRateVariabilitySDNN"')
const recordTag = ascii('<Record')
const usualStart = ascii('<Record type="')
const typePrefix = ascii('HKQuantityTypeIdentifier')
const beatTag = ascii('<InstantaneousBeatsPerMinute')
const endTag = '</HealthData>'
const attributeNames = ['type', 'sourceName', 'unit', 'startDate', 'value'].map(ascii)
const beatNames = ['bpm', 'time'].map(ascii)

/** Apple's names of units. */
const unitNames: Readonly<Record<string, string>> = {
  'count/min': 'beats a minute',
  'count/s': 'beats a second',
  ms: 'ms',
  S: 'S',
  mcS: 'µS',
  µS: 'µS',
  uS: 'µS',
  degC: '°C',
  degF: '°F',
  K: 'K',
}
const msPerMinute = 60_000
const msPerDay = 24 * 60 * msPerMinute

/** `unit` as Apple writes it; '' where a record has none. */
type SourceSeries = { readonly quantity: Quantity; readonly source: string; readonly unit: string; readonly samples: SampleCollector }

async function readAppleHealth(files: readonly SourceFile[], context: ReadContext): Promise<FormatReading> {
  const { results, notes } = await readEach(files, (file) => readExport(file, context))
  return composeRecordings({
    sourceName: 'Apple Health',
    files,
    parts: withoutRareBeats(results.flatMap(({ parts }) => parts)),
    notes: [...results.flatMap((result) => result.notes), ...notes],
    span: 'diary',
    expected: 'records of heart rate, such as an Apple Watch writes',
  })
}

/** Beats are recorded for a minute every few hours: beside a heart rate they would speak for the whole day and hide it. */
function withoutRareBeats(parts: readonly SensorPart[]): readonly SensorPart[] {
  const hasHeartRate = parts.some(({ quantity }) => quantity === 'heartRate')
  return hasHeartRate ? parts.filter(({ quantity }) => quantity !== 'interval') : parts
}

async function readExport(file: SourceFile, context: ReadContext) {
  const seriesByKey = new Map<string, SourceSeries>()
  const places = new Int32Array(2 * attributeNames.length)
  const beatPlaces = new Int32Array(2 * beatNames.length)
  let badCount = 0
  let lastTag = ''
  /** Midnight where the beats that follow were measured, and the app that did; undefined outside a record of heart rate variability. */
  let beats: { readonly midnightMs: number; readonly source: string } | undefined
  const sourceNames = createNameReader()
  const units = createNameReader()
  /** Records of one kind and source follow one another. */
  let last: SourceSeries | undefined

  const seriesOf = (quantity: Quantity, source: string, unit: string): SourceSeries => {
    if (last?.quantity === quantity && last.source === source && last.unit === unit) return last
    const key = [quantity, unit, source].join('\n')
    last = seriesByKey.get(key) ?? { quantity, source, unit, samples: createSampleCollector() }
    seriesByKey.set(key, last)
    return last
  }

  const readRecord = (bytes: Uint8Array, start: number, end: number) => {
    const typeAt = typeStart(bytes, start, end, places)
    if (typeAt < 0 || !startsWithBytes(bytes, typeAt, typePrefix)) return
    const nameAt = typeAt + typePrefix.length
    const isVariability = startsWithBytes(bytes, nameAt, variabilityType)
    const wanted = wantedTypes.find(({ type }) => startsWithBytes(bytes, nameAt, type))
    beats = undefined
    if (!isVariability && wanted === undefined) return
    findAttributes(bytes, start, end, attributeNames, places)
    const sourceFrom = places[2] ?? -1
    const unitFrom = places[4] ?? -1
    const dateFrom = places[6] ?? -1
    const dateTo = places[7] ?? -1
    const valueFrom = places[8] ?? -1
    const timestampMs = dateFrom < 0 ? undefined : parseCalendarTime(bytes, dateFrom, dateTo, 'year-month-day')
    const source = sourceFrom < 0 ? 'an unnamed source' : sourceNames(bytes, sourceFrom, places[3] ?? sourceFrom)
    if (isVariability) {
      if (timestampMs !== undefined) beats = { midnightMs: localMidnight(bytes, dateFrom, dateTo, timestampMs), source }
      return
    }
    const value = valueFrom < 0 ? undefined : parseCell(bytes, valueFrom, places[9] ?? valueFrom, false)
    if (wanted === undefined || timestampMs === undefined || value === undefined || Number.isNaN(value + timestampMs)) {
      badCount++
      return
    }
    const unit = unitFrom < 0 ? '' : units(bytes, unitFrom, places[5] ?? unitFrom)
    seriesOf(wanted.quantity, source, unit).samples.push(timestampMs, value)
  }

  const readBeat = (bytes: Uint8Array, start: number, end: number) => {
    if (beats === undefined) return
    findAttributes(bytes, start, end, beatNames, beatPlaces)
    const [bpmFrom = -1, bpmTo = -1, timeFrom = -1, timeTo = -1] = beatPlaces
    const bpm = bpmFrom < 0 ? undefined : parseCell(bytes, bpmFrom, bpmTo, true)
    const ofDayMs = timeFrom < 0 ? undefined : parseClockMs(textDecoder.decode(bytes.subarray(timeFrom, timeTo)))
    if (ofDayMs !== undefined && bpm !== undefined && bpm > 0) {
      seriesOf('interval', beats.source, 'ms').samples.push(beats.midnightMs + ofDayMs, msPerMinute / bpm)
    }
  }

  await scanTags(countedChunks(file, context), (bytes, start, end) => {
    if (startsWithBytes(bytes, start, recordTag)) readRecord(bytes, start, end)
    else if (beats !== undefined && startsWithBytes(bytes, start, beatTag)) readBeat(bytes, start, end)
    else if (bytes[start + 1] === slashByte && bytes[start + 2] === upperHByte)
      lastTag = textDecoder.decode(bytes.subarray(start, end)).trim()
  })

  const notes: RecordingNote[] = []
  if (lastTag !== endTag) {
    notes.push({
      kind: 'missing',
      message: `${file.fileName} breaks off before its end (${endTag}); what is there was read. Export it again for the rest.`,
    })
  }
  if (badCount > 0) {
    notes.push({ kind: 'skipped', message: `${file.fileName}: ${badCount} records have no readable startDate or value and were left out.` })
  }
  const parts = [...seriesByKey.values()].map(({ quantity, source, unit, samples }): SensorPart => {
    const unitName = unitNames[unit]
    return { fileName: file.fileName, quantity, source, ...(unitName === undefined ? {} : { unitName }), ...samples.finish() }
  })
  return { parts, notes }
}

const slashByte = 47
const upperHByte = 72

/** Where the value of a record's type begins; it is the first attribute unless another tool has written the file. */
function typeStart(bytes: Uint8Array, start: number, end: number, places: Int32Array): number {
  if (startsWithBytes(bytes, start, usualStart)) return start + usualStart.length
  findAttributes(bytes, start, end, attributeNames, places)
  return places[0] ?? -1
}

/** Midnight before a time, in the zone that it is written with. */
function localMidnight(bytes: Uint8Array, from: number, to: number, timestampMs: number): number {
  const clock = /\d{2}:\d{2}:\d{2}/.exec(textDecoder.decode(bytes.subarray(from, to)))?.[0]
  return timestampMs - (clock === undefined ? timestampMs % msPerDay : (parseClockMs(clock) ?? 0))
}

/** Reads names that repeat: most records have the source of the one before. */
function createNameReader() {
  let lastBytes = new Uint8Array(0)
  let lastName = ''
  return (bytes: Uint8Array, from: number, to: number): string => {
    if (to - from === lastBytes.length && startsWithBytes(bytes, from, lastBytes)) return lastName
    lastBytes = bytes.slice(from, to)
    lastName = decodeEntities(textDecoder.decode(lastBytes))
    return lastName
  }
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decodeEntities(text: string): string {
  return text.replaceAll(/&(amp|lt|gt|quot|apos);/g, (whole, name: string) => entities[name] ?? whole).replaceAll(/[\p{Cc}\u00A0]/gu, ' ')
}
