import { AppError } from '@/lib/core/app-error'
import { quantities, unitsOfQuantity } from '@/lib/core/signal/quantities'
import type { RecordingNote } from '@/lib/core/signal/recording'
import type { TableMapping, TimeLayout } from '@/lib/core/signal/table-mapping'

import { readNumberTable, type CellParser, type NumberTable } from './csv-numbers'
import { perMsOfUnit } from './epoch-time'
import { parseCalendarTime, parseClockMs } from './parse-time'
import { sampleMedian } from './plausibility'
import { countedChunks, type ReadContext } from './recording-format'
import { fitsUnit } from './resolve-unit'
import { channelsOfQuantity, type SensorPart } from './sensor-part'
import type { SourceFile } from './source-file'
import { tableNotes } from './table-notes'
import type { TextTable } from './text-table'

/** Reads a table as its mapping says: a part a quantity. */
export async function readMappedTable(
  file: SourceFile,
  table: TextTable,
  mapping: TableMapping,
  context: ReadContext,
  /** A person has said what the columns are. */
  isCertain = false,
): Promise<{ readonly parts: readonly SensorPart[]; readonly notes: readonly RecordingNote[] }> {
  const { fileName } = file
  const cells = mapping.columns.map((use, cell) => ({ use, cell }))
  const times = cells.flatMap(({ use, cell }) => (use.use === 'time' ? [{ cell, layout: use.layout }] : []))
  const channels = cells.flatMap(({ use, cell }) => (use.use === 'channel' ? [{ cell, ...use }] : []))
  const hasOnlyIntervals = channels.every(({ channel }) => channel === 'rrInterval')
  if (channels.length === 0) {
    throw new AppError('FILE_UNREADABLE', `${fileName}: no column is a signal. Expected at least one column of ${listQuantities()}.`)
  }
  if (times.length === 0 && mapping.rateHz === undefined && !hasOnlyIntervals) {
    throw new AppError(
      'FILE_UNREADABLE',
      `${fileName}: no column tells the time. Expected a column of times, or how many rows were measured in a second.`,
    )
  }
  const numbers = await readNumberTable(countedChunks(file, context), {
    fileName,
    layout: table.layout,
    headerLineCount: table.headerLineCount,
    preciseCells: times.map(({ cell }) => cell),
    parsePrecise: times.map(({ layout }) => parserOf(layout)),
    valueCells: channels.map(({ cell }) => cell),
    badRow: times.length === 0 ? 'keep-as-nan' : 'leave-out',
    expected: `a number in each column (${table.columnNames.filter((name) => name !== '').join(', ') || 'as in the first rows'})`,
  })
  const timing = timesOf(
    numbers,
    times.map(({ layout }) => layout),
    mapping,
    channels.map(({ channel }) => channel),
  )
  const notes = [...tableNotes(fileName, numbers), ...zoneNotes(fileName, table, times)]
  const parts = quantities.flatMap((quantity): SensorPart[] => {
    const names = channelsOfQuantity[quantity]
    const places = names.map((name) => channels.findIndex(({ channel }) => channel === name))
    if (places.every((place) => place < 0)) return []
    const columns = places.map((place) => numbers.valueColumns[place] ?? new Float32Array(numbers.rowCount).fill(Number.NaN))
    const unitName = channels[places.find((place) => place >= 0) ?? 0]?.unit
    const present = withoutEmptyRows(timing.timestampsMs, columns)
    return [
      {
        fileName,
        quantity,
        ...present,
        ...(unitName === undefined ? {} : { unitName, isUnitCertain: isCertain }),
        ...(quantity === 'acceleration' && mapping.hasGravity !== undefined ? { hasGravity: mapping.hasGravity } : {}),
        ...(timing.clock === undefined ? {} : { clock: timing.clock }),
      },
    ]
  })
  return { parts, notes }
}

function listQuantities(): string {
  return 'acceleration, rotation, pulse wave, skin conductance, skin temperature, heart rate or beat intervals'
}

function parserOf(layout: TimeLayout): CellParser | undefined {
  switch (layout.kind) {
    case 'epoch':
      return undefined
    case 'elapsed':
      return layout.unit === 'hh:mm:ss' ? parseClockCell : undefined
    case 'calendar':
      return (bytes, from, to) => parseCalendarTime(bytes, from, to, layout.order)
    case 'clock':
      return parseClockCell
  }
}

function parseClockCell(bytes: Uint8Array, from: number, to: number): number | undefined {
  return parseClockMs(textDecoder.decode(bytes.subarray(from, to)).replaceAll('"', ''))
}

const textDecoder = new TextDecoder()

type Timing = Pick<SensorPart, 'timestampsMs' | 'clock'>

function timesOf(
  { preciseColumns, valueColumns, rowCount }: NumberTable,
  layouts: readonly TimeLayout[],
  { rateHz }: TableMapping,
  channels: readonly string[],
): Timing {
  const [first, second] = layouts
  const [times = new Float64Array(0), clockMs] = preciseColumns
  if (first === undefined) {
    return {
      timestampsMs:
        rateHz === undefined ? sumIntervals(valueColumns[channels.indexOf('rrInterval')] ?? new Float32Array(0)) : atRate(rowCount, rateHz),
      clock: 'since-start',
    }
  }
  if (second !== undefined && clockMs !== undefined)
    return { timestampsMs: times.map((dayMs, index) => dayMs + (clockMs[index] ?? Number.NaN)) }
  switch (first.kind) {
    case 'epoch':
      return { timestampsMs: divide(times, perMsOfUnit(first.unit)) }
    case 'elapsed':
      return { timestampsMs: first.unit === 'hh:mm:ss' ? times : divide(times, perMsOfUnit(first.unit)), clock: 'since-start' }
    case 'calendar':
      return { timestampsMs: times }
    case 'clock':
      return { timestampsMs: times, clock: 'of-day' }
  }
}

function divide(times: Float64Array<ArrayBuffer>, perMs: number): Float64Array<ArrayBuffer> {
  for (let index = 0; index < times.length; index++) times[index] = (times[index] ?? Number.NaN) / perMs
  return times
}

function atRate(rowCount: number, rateHz: number): Float64Array<ArrayBuffer> {
  return new Float64Array(rowCount).map((_, index) => (index * 1000) / rateHz)
}

/** Each beat ends its interval; an interval that is missing passes as the one before it. */
function sumIntervals(intervals: Float32Array): Float64Array<ArrayBuffer> {
  const [ms, seconds] = unitsOfQuantity.interval
  const isInSeconds = seconds !== undefined && fitsUnit('interval', seconds, sampleMedian(intervals.filter((interval) => interval > 0)))
  const scale = isInSeconds ? seconds.scale : ms.scale
  let sumMs = 0
  return Float64Array.from(intervals, (interval) => (sumMs += interval > 0 ? interval * scale : 0))
}

/** A column that is empty in most rows, such as a heart rate once a second beside acceleration, keeps the rows in which it is not. */
function withoutEmptyRows(timestampsMs: Float64Array<ArrayBuffer>, columns: readonly Float32Array<ArrayBuffer>[]) {
  const isPresent = (index: number) => columns.some((column) => !Number.isNaN(column[index]))
  let presentCount = 0
  for (let index = 0; index < timestampsMs.length; index++) if (isPresent(index)) presentCount++
  if (presentCount === timestampsMs.length) return { timestampsMs, columns }
  return {
    timestampsMs: timestampsMs.filter((_, index) => isPresent(index)),
    columns: columns.map((column) => column.filter((_, index) => isPresent(index))),
  }
}

/** Says how dates were read where they can be read in two ways. */
function zoneNotes(
  fileName: string,
  table: TextTable,
  times: readonly { readonly cell: number; readonly layout: TimeLayout }[],
): RecordingNote[] {
  return times.flatMap(({ cell, layout }) => {
    if (layout.kind !== 'calendar' || layout.order === 'year-month-day') return []
    const isClear = table.rows.some((row) => /^\d+/.exec(row[cell] ?? '')?.[0] !== undefined && Math.max(...dayParts(row[cell] ?? '')) > 12)
    const order = layout.order === 'day-month-year' ? 'day, month, year' : 'month, day, year'
    return isClear ? [] : [{ kind: 'clock', message: `${fileName}: dates such as ${table.rows[0]?.[cell]} were read as ${order}.` }]
  })
}

function dayParts(cell: string): number[] {
  return (/^(\d{1,2})\D(\d{1,2})/.exec(cell) ?? []).slice(1).map(Number)
}
