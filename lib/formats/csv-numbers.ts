import { AppError } from '@/lib/core/app-error'

import { tabByte, newlineByte, carriageReturnByte, spaceByte, quoteByte, minusByte, pointByte, zeroByte, nineByte } from './ascii-bytes'
import type { CsvLayout } from './csv-layout'
import { parseCell, powersOfTen } from './parse-cell'
import { maxBadRowShare, maxLineBytes, maxRowCount } from './read-limits'

/** Reads one cell; NaN where it is empty, undefined where it is not what was expected. */
export type CellParser = (bytes: Uint8Array, from: number, to: number) => number | undefined

/** Which cells of a table are wanted, and what a row is that cannot be read. */
export type NumberTableSpec = {
  /** Name of the file, for messages. */
  readonly fileName: string
  readonly layout: CsvLayout
  /** Lines before the first row of numbers. */
  readonly headerLineCount: number
  /** Cells kept in double precision that every row must have, such as times. */
  readonly preciseCells: readonly number[]
  /** How the precise cells are read that are no plain numbers, such as dates, in the same order. */
  readonly parsePrecise?: readonly (CellParser | undefined)[]
  /** Cells kept in single precision; an empty one is NaN. */
  readonly valueCells: readonly number[]
  /** Where the place of a row is its time, a bad row stays in its place as NaN; elsewhere it is left out. */
  readonly badRow: 'leave-out' | 'keep-as-nan'
  /** What a row should be, for messages: 'three whole numbers'. */
  readonly expected: string
}

/** The numbers of a table, a column an array. */
export type NumberTable = {
  readonly rowCount: number
  readonly preciseColumns: readonly Float64Array<ArrayBuffer>[]
  readonly valueColumns: readonly Float32Array<ArrayBuffer>[]
  readonly badRowCount: number
  /** Counted from 1; undefined where every row was read. */
  readonly firstBadLine?: number
}

const firstCapacity = 4096
const textDecoder = new TextDecoder()
/** The largest number of single precision; nothing that is measured comes near it. */
const maxValue = 3.4e38

/** With more digits the sum of them loses more than the last bit of a double (nanoseconds since 1970 have 19: they keep 256 ns). */
const maxPlainDigits = 19

/**
 * Reads a table of numbers as its bytes arrive, without making strings: about 100 MB a second on one core (200 MB are 2.2 million rows).
 * Throws FILE_UNREADABLE where more than `maxBadRowShare` of the rows are no numbers, FILE_TOO_LARGE above `maxRowCount`.
 */
export async function readNumberTable(chunks: AsyncIterable<Uint8Array>, spec: NumberTableSpec): Promise<NumberTable> {
  const builder = createNumberTableBuilder(spec)
  for await (const chunk of chunks) builder.push(chunk)
  return builder.finish()
}

function createNumberTableBuilder(spec: NumberTableSpec) {
  const { fileName, layout, preciseCells, valueCells, parsePrecise = [] } = spec
  const lineEndByte = layout.lineEnd === '\n' ? newlineByte : carriageReturnByte
  const delimiterByte = layout.delimiter.charCodeAt(0)
  const lastCell = Math.max(...preciseCells, ...valueCells)
  // Where cell c goes: its place among the precise cells, or behind those among the values; -1 where nobody wants it.
  const targets = Array.from({ length: lastCell + 1 }, (_, cell) => {
    const precise = preciseCells.indexOf(cell)
    const value = valueCells.indexOf(cell)
    return precise >= 0 ? precise : value >= 0 ? preciseCells.length + value : -1
  })
  const row = new Float64Array(preciseCells.length + valueCells.length)

  let capacity = firstCapacity
  let preciseColumns = preciseCells.map(() => new Float64Array(capacity))
  let valueColumns = valueCells.map(() => new Float32Array(capacity))
  let rowCount = 0
  let badRowCount = 0
  let firstBadLine: number | undefined
  let firstBadText = ''
  let lineNumber = 0
  let carry = new Uint8Array(0)

  /** As indexOf, which takes longer to call than most lines are to walk through. */
  function findLineEnd(bytes: Uint8Array, start: number): number {
    for (let at = start; at < bytes.length; at++) if (bytes[at] === lineEndByte) return at
    return -1
  }

  function readLine(bytes: Uint8Array, lineStart: number, end: number) {
    lineNumber++
    const start = lineNumber === 1 && hasByteOrderMark(bytes, lineStart) ? lineStart + 3 : lineStart
    if (lineNumber <= spec.headerLineCount || isBlank(bytes, start, end)) return
    const isGood = parseRow(bytes, start, end)
    if (!isGood) {
      badRowCount++
      if (firstBadLine === undefined) {
        firstBadLine = lineNumber
        firstBadText = textDecoder.decode(bytes.subarray(start, Math.min(end, start + 40)))
      }
      if (spec.badRow === 'leave-out') return
      row.fill(Number.NaN)
    }
    appendRow()
  }

  /** Fills `row` from one line; false where a cell is text, or one that must be there is missing. */
  function parseRow(bytes: Uint8Array, start: number, end: number): boolean {
    for (let index = 0; index < row.length; index++) row[index] = Number.NaN
    let at = start
    for (let cellIndex = 0; cellIndex <= lastCell; cellIndex++) {
      if (at > end) return false
      const target = targets[cellIndex] ?? -1
      if (target < 0) {
        at = findCellEnd(bytes, at, end) + 1
        continue
      }
      const parse = parsePrecise[target]
      if (parse !== undefined) {
        const cellEnd = findCellEnd(bytes, at, end)
        const value = parse(bytes, at, cellEnd)
        if (value === undefined) return false
        row[target] = value
        at = cellEnd + 1
        continue
      }

      // A plain number such as -12.375 is read in one pass; anything else is found and read at leisure.
      let plainAt = at
      const isNegative = bytes[plainAt] === minusByte
      if (isNegative) plainAt++
      let mantissa = 0
      let fractionDigits = -1
      let digitCount = 0
      let byte = zeroByte
      for (; plainAt < end; plainAt++) {
        byte = bytes[plainAt] ?? 0
        if (byte >= zeroByte && byte <= nineByte) {
          mantissa = mantissa * 10 + (byte - zeroByte)
          digitCount++
          if (fractionDigits >= 0) fractionDigits++
        } else if (byte === pointByte && fractionDigits < 0) fractionDigits = 0
        else break
      }
      if (digitCount > 0 && digitCount <= maxPlainDigits && (plainAt === end || byte === delimiterByte)) {
        const value = fractionDigits > 0 ? mantissa / (powersOfTen[fractionDigits] ?? 1) : mantissa
        row[target] = isNegative ? -value : value
        at = plainAt + 1
        continue
      }

      const cellEnd = findCellEnd(bytes, at, end)
      const value = parseCell(bytes, at, cellEnd, layout.hasDecimalComma)
      if (value === undefined || Math.abs(value) > maxValue) return false
      row[target] = value
      at = cellEnd + 1
    }
    for (let index = 0; index < preciseCells.length; index++) if (Number.isNaN(row[index])) return false
    return true
  }

  function findCellEnd(bytes: Uint8Array, start: number, end: number): number {
    let isQuoted = false
    for (let at = start; at < end; at++) {
      const byte = bytes[at]
      if (byte === quoteByte) isQuoted = !isQuoted
      else if (byte === delimiterByte && !isQuoted) return at
    }
    return end
  }

  function appendRow() {
    if (rowCount === maxRowCount) {
      throw new AppError(
        'FILE_TOO_LARGE',
        `${fileName} has more than ${maxRowCount.toLocaleString('en')} rows, the most that can be read. Export a shorter stretch of the recording.`,
      )
    }
    if (rowCount === capacity) {
      capacity = Math.min(capacity * 2, maxRowCount)
      preciseColumns = preciseColumns.map((column) => grow(column, new Float64Array(capacity)))
      valueColumns = valueColumns.map((column) => grow(column, new Float32Array(capacity)))
    }
    for (let index = 0; index < preciseColumns.length; index++) {
      const column = preciseColumns[index]
      if (column) column[rowCount] = row[index] ?? Number.NaN
    }
    for (let index = 0; index < valueColumns.length; index++) {
      const column = valueColumns[index]
      if (column) column[rowCount] = row[preciseCells.length + index] ?? Number.NaN
    }
    rowCount++
  }

  return {
    push(chunk: Uint8Array) {
      let start = 0
      let end = findLineEnd(chunk, 0)
      if (carry.length > 0) {
        const head = end < 0 ? chunk : chunk.subarray(0, end)
        if (carry.length + head.length > maxLineBytes) throw tooLongLineError(fileName, lineNumber + 1)
        const line = new Uint8Array(carry.length + head.length)
        line.set(carry)
        line.set(head, carry.length)
        carry = line
        if (end < 0) return
        readLine(line, 0, line.length)
        carry = new Uint8Array(0)
        start = end + 1
        end = findLineEnd(chunk, start)
      }
      while (end >= 0) {
        if (end - start > maxLineBytes) throw tooLongLineError(fileName, lineNumber + 1)
        readLine(chunk, start, end)
        start = end + 1
        end = findLineEnd(chunk, start)
      }
      if (chunk.length - start > maxLineBytes) throw tooLongLineError(fileName, lineNumber + 1)
      carry = chunk.slice(start)
    },

    finish(): NumberTable {
      if (carry.length > 0) readLine(carry, 0, carry.length)
      const readRowCount = spec.badRow === 'leave-out' ? rowCount + badRowCount : rowCount
      if (badRowCount > readRowCount * maxBadRowShare) {
        throw new AppError(
          'FILE_UNREADABLE',
          `${fileName}: ${badRowCount} of ${readRowCount} rows are not readable, the first in line ${firstBadLine}: "${firstBadText}". Expected ${spec.expected}.`,
        )
      }
      return {
        rowCount,
        preciseColumns: preciseColumns.map((column) => column.slice(0, rowCount)),
        valueColumns: valueColumns.map((column) => column.slice(0, rowCount)),
        badRowCount,
        ...(firstBadLine === undefined ? {} : { firstBadLine }),
      }
    },
  }
}

function hasByteOrderMark(bytes: Uint8Array, start: number): boolean {
  return bytes[start] === 0xef && bytes[start + 1] === 0xbb && bytes[start + 2] === 0xbf
}

function isBlank(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) {
    const byte = bytes[at]
    if (byte !== spaceByte && byte !== carriageReturnByte && byte !== tabByte) return false
  }
  return true
}

function grow<Column extends Float64Array | Float32Array>(column: Column, larger: Column): Column {
  larger.set(column)
  return larger
}

function tooLongLineError(fileName: string, lineNumber: number): AppError {
  return new AppError(
    'FILE_UNREADABLE',
    `${fileName}: line ${lineNumber} is longer than ${maxLineBytes} bytes, so this is no table of numbers.`,
  )
}
