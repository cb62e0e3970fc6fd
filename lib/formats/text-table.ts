import { parseNumber, readCsvHead, splitCsvLine, type CsvLayout } from './csv-layout'
import { inferTimeLayout } from './parse-time'
import type { SourceFile } from './source-file'

/** A table of text as its first bytes show it. */
export type TextTable = {
  readonly layout: CsvLayout
  /** Lines of the file before the first row of samples, blank ones counted. */
  readonly headerLineCount: number
  /** The header's words over each column, several lines of header joined by a blank; '' where there is no header. */
  readonly columnNames: readonly string[]
  /** The first rows, one text a column. */
  readonly rows: readonly (readonly string[])[]
}

/** So many rows are looked at. */
const sampledRowCount = 200
/** Names, units and kinds of columns may stand on a line each. */
const maxHeaderLineCount = 4
/** So many rows like the first must follow before it counts as one. */
const followingRowCount = 2
const missingWords = /^(nan|null|na|n\/a|none|-|--)$/i

const tables = new WeakMap<Uint8Array, TextTable | undefined>()

/** A file's table, told once; undefined where its text is none. */
export function tableOf({ head }: SourceFile): TextTable | undefined {
  if (!tables.has(head)) tables.set(head, describeTable(head))
  return tables.get(head)
}

function describeTable(head: Uint8Array): TextTable | undefined {
  // Binary files and documents in other languages are not searched for rows.
  if (head.includes(0) || head[0] === 0x3c || head[0] === 0x7b) return undefined
  const { layout, lines, lineNumbers } = readCsvHead(head)
  const cells = lines.map((line) => splitCsvLine(line, layout.delimiter))
  const isRow = cells.map((row) => isSampleRow(row, layout))
  const widthOf = (index: number) => withoutEmptyEnd(cells[index] ?? []).length
  const first = isRow.findIndex((isSample, index) => {
    if (!isSample) return false
    for (let next = index + 1; next <= index + followingRowCount && next < cells.length; next++) {
      if (isRow[next] !== true || Math.abs((cells[next]?.length ?? 0) - (cells[index]?.length ?? 0)) > 1) return false
    }
    return true
  })
  if (first < 0) return undefined
  const rows = cells.slice(first, first + sampledRowCount)
  const columnCount = Math.max(...rows.map((row) => withoutEmptyEnd(row).length))
  const headers: (readonly string[])[] = []
  for (let index = first - 1; index >= 0 && headers.length < maxHeaderLineCount; index--) {
    // A title over one column of several, such as a device's name, is no header.
    const isTooNarrow = columnCount > 1 && widthOf(index) < Math.max(2, columnCount - 1)
    const isOfAnotherTable = isRow[index] === true || (headers[0] !== undefined && widthOf(index) !== withoutEmptyEnd(headers[0]).length)
    if (isTooNarrow || isOfAnotherTable || (columnCount === 1 && headers.length > 0)) break
    headers.unshift(cells[index] ?? [])
  }
  const columnNames = Array.from({ length: columnCount }, (_, column) =>
    headers
      .map((header) => header[column] ?? '')
      .filter((word) => word !== '')
      .join(' '),
  )
  return {
    layout,
    headerLineCount: (lineNumbers[first] ?? 1) - 1,
    columnNames,
    rows: rows.map((row) => Array.from({ length: columnCount }, (_, column) => row[column] ?? '')),
  }
}

/** Whether most cells of a line are numbers or times, and one is at least. */
function isSampleRow(row: readonly string[], layout: CsvLayout): boolean {
  const filled = row.filter((cell) => cell !== '' && !missingWords.test(cell))
  const sampleCount = filled.filter((cell) => isSampleCell(cell, layout)).length
  return sampleCount > 0 && sampleCount >= filled.length / 2
}

function isSampleCell(cell: string, { hasDecimalComma }: CsvLayout): boolean {
  return parseNumber(cell, hasDecimalComma) !== undefined || (/\d/.test(cell) && inferTimeLayout([cell], hasDecimalComma) !== undefined)
}

function withoutEmptyEnd(row: readonly string[]): readonly string[] {
  let length = row.length
  while (length > 0 && row[length - 1] === '') length--
  return row.slice(0, length)
}

/** The cells of one column, as numbers; NaN where there is none. */
export function numbersOf({ rows, layout }: TextTable, column: number): number[] {
  return rows.map((row) => parseNumber(row[column] ?? '', layout.hasDecimalComma) ?? Number.NaN)
}

/** The place of the first column whose name matches; undefined where none does. */
export function findColumn({ columnNames }: TextTable, name: RegExp): number | undefined {
  const index = columnNames.findIndex((columnName) => name.test(columnName))
  return index < 0 ? undefined : index
}
