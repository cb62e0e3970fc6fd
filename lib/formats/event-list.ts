import type { Quantity } from '@/lib/core/signal/quantities'

import { composeRecordings } from './compose-recordings'
import { parseNumber, readCsvHead, splitCsvLine, type CsvLayout } from './csv-layout'
import { inferEpochUnit } from './epoch-time'
import { parseCalendarText } from './parse-time'
import { readTextLines } from './read-text-lines'
import { countedChunks, readEach, type FormatReading, type ReadContext, type RecordingFormat } from './recording-format'
import { createSampleCollector, type SampleCollector } from './sample-collector'
import type { SensorPart } from './sensor-part'
import type { SourceFile } from './source-file'

/**
 * Lists of what several sensors said, one reading a row with its kind: Garmin loggers (time;HEART_RATE;79) and Biofourmis Everion
 * (count,streamType,tag,time,values, where a value may carry its quality after a semicolon).
 */
export const eventList: RecordingFormat = {
  formatName: 'Event list',
  belongTogether: 'in-archive',
  recognises: (file) => describeList(file) !== undefined,
  read: readEventList,
}

type Kind = { readonly quantity: Quantity; readonly unitName: string }
type ListLayout = {
  readonly layout: CsvLayout
  readonly headerLineCount: number
  readonly timeCell: number
  readonly kindCell: number
  readonly valueCell: number
  readonly kinds: Readonly<Record<string, Kind>>
}

const heartRate: Kind = { quantity: 'heartRate', unitName: 'beats a minute' }
const interval: Kind = { quantity: 'interval', unitName: 'ms' }
/** A Garmin watch's developer interface calls the time between two beats its variability. */
const loggerKinds: Readonly<Record<string, Kind>> = {
  HEART_RATE: heartRate,
  HEART_RATE_VARIABILITY: interval,
  BEAT_TO_BEAT_INTERVAL: interval,
  BBI: interval,
  SKIN_TEMPERATURE: { quantity: 'temperature', unitName: '°C' },
}
/** Everion's tags, as the reader of the University of Potsdam (devicely) lists them. */
const everionKinds: Readonly<Record<string, Kind>> = {
  '6': heartRate,
  '14': interval,
  '19': { quantity: 'temperature', unitName: '°C' },
}

function describeList({ head }: SourceFile): ListLayout | undefined {
  if (head.includes(0)) return undefined
  const { layout, lines } = readCsvHead(head)
  if (/^count,streamtype,tag,time,values/i.test(lines[0] ?? '')) {
    return { layout: { ...layout, delimiter: ',' }, headerLineCount: 1, timeCell: 3, kindCell: 2, valueCell: 4, kinds: everionKinds }
  }
  const isLogged = lines.slice(0, 50).filter((line) => {
    const [time = '', kind = '', value = ''] = splitCsvLine(line, layout.delimiter)
    return /^[A-Z][A-Z_]+$/.test(kind) && parseNumber(value, layout.hasDecimalComma) !== undefined && !Number.isNaN(parseTime(time))
  })
  const isList = isLogged.length > 0 && isLogged.length >= Math.min(lines.length, 50) - 1
  return isList ? { layout, headerLineCount: 0, timeCell: 0, kindCell: 1, valueCell: 2, kinds: loggerKinds } : undefined
}

function parseTime(cell: string): number {
  const number = parseNumber(cell, false)
  if (number === undefined) return parseCalendarText(cell)
  const unit = inferEpochUnit(number)
  return unit === undefined ? Number.NaN : number / unit.perMs
}

async function readEventList(files: readonly SourceFile[], context: ReadContext): Promise<FormatReading> {
  const { results, notes } = await readEach(files, (file) => readList(file, context))
  return composeRecordings({
    sourceName: 'Event list',
    files,
    parts: results.flat(),
    notes,
    expected: 'readings of heart rate or beat intervals',
  })
}

async function readList(file: SourceFile, context: ReadContext): Promise<SensorPart[]> {
  const list = describeList(file)
  if (list === undefined) return []
  const collectors = new Map<Kind, SampleCollector>()
  let lineIndex = 0
  for await (const line of readTextLines(countedChunks(file, context))) {
    lineIndex++
    if (lineIndex <= list.headerLineCount) continue
    const cells = splitCsvLine(line, list.layout.delimiter)
    const kind = list.kinds[cells[list.kindCell] ?? '']
    if (kind === undefined) continue
    const timestampMs = parseTime(cells[list.timeCell] ?? '')
    const value = parseNumber((cells[list.valueCell] ?? '').split(';')[0] ?? '', list.layout.hasDecimalComma)
    if (Number.isNaN(timestampMs) || value === undefined) continue
    const collector = collectors.get(kind) ?? createSampleCollector()
    collectors.set(kind, collector)
    collector.push(timestampMs, value)
  }
  return [...collectors].map(([{ quantity, unitName }, collector]) => ({
    fileName: file.fileName,
    quantity,
    unitName,
    ...collector.finish(),
  }))
}
