import { isReadableMapping, type TableMapping } from '@/lib/core/signal/table-mapping'

import { composeRecordings } from './compose-recordings'
import { readCsvHead, splitCsvLine } from './csv-layout'
import { guessColumns } from './guess-columns'
import { parseCalendarText } from './parse-time'
import { fieldOf, listOf, numberIn, readJson, textIn } from './read-json'
import { readEach, type FormatReading, type ReadContext, type RecordingFormat } from './recording-format'
import { createSampleCollector } from './sample-collector'
import type { SensorPart } from './sensor-part'
import type { SourceFile } from './source-file'
import { tableFormat } from './table-format'
import { findColumn, type TextTable } from './text-table'

const expected = 'a heart rate, beat intervals, acceleration or a pulse wave with their times'

/** Polar Sensor Logger (Android): one text a sensor of an H10, OH1, Verity Sense or Sense, columns between semicolons, first the phone's time. */
export const polarSensorLogger = tableFormat({
  formatName: 'Polar Sensor Logger',
  belongTogether: 'in-archive',
  mapTable: mapSensorLogger,
  expected,
})

/** A session as CSV from Polar Flow: two lines about it, then Sample rate, Time and HR (bpm), once a second. */
export const polarFlowCsv = tableFormat({
  formatName: 'Polar Flow',
  mapTable: mapFlow,
  readStartMs: (files) => files.map(readFlowStart).find((startMs) => !Number.isNaN(startMs)),
  expected,
})

/** Polar's own export of an account (JSON): training sessions, the heart rate of days (247ohr) and beat intervals (ppi_samples). */
export const polarJson: RecordingFormat = {
  formatName: 'Polar account export',
  belongTogether: 'in-archive',
  recognises: ({ head }) => {
    const text = new TextDecoder().decode(head)
    return /^\s*[[{]/.test(text) && /"(exercises|deviceDays|devicePpiSamplesList|ppiSamples)"\s*:/.test(text)
  },
  read: readPolarJson,
}

function mapSensorLogger(table: TextTable): TableMapping | undefined {
  const { columnNames } = table
  if (!/^phone timestamp/i.test(columnNames[0] ?? '')) return undefined
  // Gauss is written as 'X [G]', which would pass for acceleration in g.
  if (columnNames.some((name) => /\[(G|uT|uV|mV)\]/.test(name))) return undefined
  const guess = guessColumns(table)
  // The sensor's own clock counts from the year 2000 or from its start.
  const columns = guess.columns.map((use, column) => {
    if (use.use === 'time' && column > 0) return { use: 'none' } as const
    return /^channel 0$/i.test(columnNames[column] ?? '') ? ({ use: 'channel', channel: 'bvp' } as const) : use
  })
  const [time] = guessColumns({ ...table, columnNames: columnNames.slice(0, 1), rows: table.rows.map((row) => row.slice(0, 1)) }).columns
  const mapping = { ...guess, columns: time === undefined ? columns : columns.with(0, time) }
  return isReadableMapping(mapping) ? mapping : undefined
}

function mapFlow(table: TextTable): TableMapping | undefined {
  const timeColumn = findColumn(table, /^time$/i)
  const rateColumn = findColumn(table, /^hr \(bpm\)$/i)
  if (findColumn(table, /^sample rate$/i) === undefined || timeColumn === undefined || rateColumn === undefined) return undefined
  return {
    columns: table.columnNames.map((_, column) => {
      if (column === timeColumn) return { use: 'time', layout: { kind: 'elapsed', unit: 'hh:mm:ss' } }
      return column === rateColumn ? { use: 'channel', channel: 'heartRate', unit: 'beats a minute' } : { use: 'none' }
    }),
  }
}

/** The date and start time in the second line, below the names of the first; NaN where they are not there. */
function readFlowStart({ head }: SourceFile): number {
  const { layout, lines } = readCsvHead(head)
  const [names = [], values = []] = lines.slice(0, 2).map((line) => splitCsvLine(line, layout.delimiter))
  const valueOf = (name: string) => values[names.findIndex((candidate) => candidate.toLowerCase() === name)] ?? ''
  return parseCalendarText(`${valueOf('date')} ${valueOf('start time')}`, 'day-month-year')
}

async function readPolarJson(files: readonly SourceFile[], context: ReadContext): Promise<FormatReading> {
  const { results, notes } = await readEach(files, async (file) => collectPolar(file.fileName, await readJson(file, context)))
  return composeRecordings({ sourceName: 'Polar', files, parts: results.flat(), notes, span: 'diary', expected })
}

const msPerMinute = 60_000

function collectPolar(fileName: string, json: unknown): SensorPart[] {
  const rates = createSampleCollector()
  const intervals = createSampleCollector()
  for (const exercise of listOf(fieldOf(json, 'exercises'))) {
    const offset = numberIn(exercise['timezoneOffset'] ?? fieldOf(json, 'timezoneOffset'))
    const toMs = (text: string) => parseZoned(text, offset)
    const samples = exercise['samples']
    for (const { dateTime, value } of listOf(fieldOf(samples, 'heartRate'))) rates.push(toMs(textIn(dateTime)), numberIn(value))
    let beatMs = toMs(textIn(exercise['startTime'] ?? fieldOf(json, 'startTime')))
    for (const beat of listOf(fieldOf(samples, 'rr'))) {
      const intervalMs = parseDuration(textIn(beat['duration']))
      if (!(intervalMs > 0)) continue
      beatMs += intervalMs
      intervals.push(beatMs, beat['offline'] === true ? Number.NaN : intervalMs)
    }
  }
  for (const day of listOf(fieldOf(json, 'deviceDays'))) {
    const midnightMs = parseCalendarText(textIn(day['date']))
    for (const { heartRate, secondsFromDayStart } of listOf(day['samples']))
      rates.push(midnightMs + numberIn(secondsFromDayStart) * 1000, numberIn(heartRate))
  }
  for (const day of Array.isArray(json) ? listOf(json) : [json]) {
    for (const device of listOf(fieldOf(day, 'devicePpiSamplesList'))) {
      for (const beat of listOf(device['ppiSamples']))
        intervals.push(parseCalendarText(textIn(beat['sampleDateTime'])), numberIn(beat['pulseLength']))
    }
  }
  return [
    { fileName, quantity: 'heartRate', unitName: 'beats a minute', ...rates.finish() },
    { fileName, quantity: 'interval', unitName: 'ms', ...intervals.finish() },
  ]
}

/** A time without a zone, whose offset in minutes stands elsewhere. */
function parseZoned(text: string, offsetMinutes: number): number {
  const hasZone = /(Z|[+-]\d{2}:?\d{2})$/.test(text)
  return hasZone || Number.isNaN(offsetMinutes) ? parseCalendarText(text) : parseCalendarText(`${text}Z`) - offsetMinutes * msPerMinute
}

/** 'PT0.853S' in ms; NaN where it is none. */
function parseDuration(text: string): number {
  const match = /^PT(?:(\d+)M)?(?:([\d.]+)S)?$/.exec(text)
  return match === null ? Number.NaN : Number(match[1] ?? 0) * msPerMinute + Number(match[2] ?? 0) * 1000
}
