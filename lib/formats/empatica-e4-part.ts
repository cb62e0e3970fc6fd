import type { RecordingNote } from '@/lib/core/signal/recording'

import { parseNumber, readCsvHead, splitCsvLine, type CsvLayout } from './csv-layout'
import { inferEpochUnit, type EpochUnit } from './epoch-time'
import { sampleMedian } from './plausibility'
import type { SourceFile } from './source-file'

/** The files that hold a value or three at a fixed rate. */
export type SignalSensor = 'ACC' | 'BVP' | 'EDA' | 'TEMP' | 'HR'
/** What one file of a session is, by its first rows. */
export type E4Part =
  | {
      readonly kind: 'signal'
      readonly sensor: SignalSensor
      readonly startMs: number
      readonly rateHz: number
      readonly layout: CsvLayout
      readonly notes: readonly RecordingNote[]
    }
  | { readonly kind: 'intervals'; readonly startMs: number; readonly layout: CsvLayout; readonly notes: readonly RecordingNote[] }
  | { readonly kind: 'tags'; readonly layout: CsvLayout }
  | { readonly kind: 'empty' }
  /** The explanation that lies in every export. */
  | { readonly kind: 'info' }

const rateHzRange = { min: 0.1, max: 1000 } as const
const sensorNames = { ACC: 'acceleration', BVP: 'pulse', EDA: 'skin conductance', TEMP: 'skin temperature', HR: 'heart rate' } as const

/** The sensor that a file is named after, wherever in the name its word stands. */
export function sensorOfName(fileName: string): SignalSensor | 'IBI' | 'TAGS' | undefined {
  const word = /(?:^|[^a-z])(acc|bvp|eda|temp|hr|ibi|tags)(?:[^a-z]|$)/i.exec(fileName.replace(/\.[a-z]+$/i, ''))?.[1]?.toUpperCase()
  switch (word) {
    case 'ACC':
    case 'BVP':
    case 'EDA':
    case 'TEMP':
    case 'HR':
    case 'IBI':
    case 'TAGS':
      return word
    default:
      return undefined
  }
}

/** Tells what a file is by its first rows, and by its name where they fit several sensors; undefined where it is not an E4's. */
export function recogniseE4Part(file: SourceFile): E4Part | undefined {
  const named = sensorOfName(file.fileName)
  if (file.sizeBytes === 0) return named === undefined ? undefined : { kind: 'empty' }
  if (/^info\.txt$/i.test(file.fileName) && new TextDecoder().decode(file.head).includes('unix timestamp in UTC')) return { kind: 'info' }
  const { layout: writtenLayout, lines } = readCsvHead(file.head)
  const layout = isOneColumnWithDecimalComma(lines) ? ({ ...writtenLayout, delimiter: ';', hasDecimalComma: true } as const) : writtenLayout
  const [startCells = [], rateCells = []] = lines.slice(0, 2).map((line) => splitCsvLine(line, layout.delimiter))
  const numberOf = (cell: string | undefined) => parseNumber(cell ?? '', layout.hasDecimalComma)

  const start = numberOf(startCells[0])
  const epochUnit = start === undefined ? undefined : inferEpochUnit(start)
  if (start === undefined || epochUnit === undefined) return undefined
  const startMs = start / epochUnit.perMs
  const notes = epochNotes(file.fileName, epochUnit)
  if (startCells.length === 2 && /^"?ibi"?$/i.test(startCells[1] ?? '')) return { kind: 'intervals', startMs, layout, notes }

  const columnCount = startCells.length
  if (columnCount !== 1 && columnCount !== 3) return undefined
  if (!startCells.every((cell) => numberOf(cell) === start)) return undefined
  const second = numberOf(rateCells[0])
  const isTagList =
    columnCount === 1 && (second === undefined ? lines.length === 1 && named === 'TAGS' : inferEpochUnit(second) !== undefined)
  if (isTagList) return { kind: 'tags', layout }
  if (lines.length === 1) return named === undefined ? undefined : { kind: 'empty' }
  if (second === undefined || second < rateHzRange.min || second > rateHzRange.max || rateCells.length !== columnCount) return undefined

  const signal = { kind: 'signal', startMs, rateHz: second, layout } as const
  if (columnCount === 3) return { ...signal, sensor: 'ACC', notes }
  if (named === 'BVP' || named === 'EDA' || named === 'TEMP' || named === 'HR') return { ...signal, sensor: named, notes }
  const median = sampleMedian(lines.slice(2).map((line) => numberOf(line.trim()) ?? Number.NaN))
  const sensor = guessSensor(second, median)
  const message = `${file.fileName}: the name does not tell the sensor; it was taken for ${sensorNames[sensor]} (${second} values a second of about ${Number(median.toPrecision(3))}).`
  return { ...signal, sensor, notes: [...notes, { kind: 'unit', message }] }
}

/** A lone column whose decimals follow a comma looks like two columns of whole numbers; no E4 file has two of those. */
function isOneColumnWithDecimalComma(lines: readonly string[]): boolean {
  return lines.slice(0, 2).every((line) => /^-?\d+,\d+$/.test(line.trim()))
}

function guessSensor(rateHz: number, median: number): SignalSensor {
  if (rateHz >= 16) return 'BVP'
  if (rateHz <= 1) return 'HR'
  return median >= 20 && median <= 45 ? 'TEMP' : 'EDA'
}

function epochNotes(fileName: string, { name }: EpochUnit): RecordingNote[] {
  return name === 'seconds' ? [] : [{ kind: 'unit', message: `${fileName}: the start time is in ${name} instead of seconds.` }]
}
