import { headBytes } from './read-limits'

/** How a table of numbers is written; spreadsheets change this when they save a file again. */
export type CsvLayout = {
  readonly delimiter: ',' | ';' | '\t'
  readonly hasDecimalComma: boolean
  /** '\r' alone is what very old tools write; '\r\n' counts as '\n'. */
  readonly lineEnd: '\n' | '\r'
}

/** The first lines of a text, blank ones left out, and how its cells are told apart. */
export type CsvHead = {
  readonly layout: CsvLayout
  readonly lines: readonly string[]
  /** The place of each line in the file, counted from 1. */
  readonly lineNumbers: readonly number[]
}

/** So many lines tell how a table is written. */
const sampledLineCount = 30
/** A delimiter stands in so large a share of the lines. */
const delimiterShare = 0.8

/** Tells a table's layout from its first bytes (UTF-8, with or without a byte order mark); the last line of the head may be cut and is left out. */
export function readCsvHead(head: Uint8Array): CsvHead {
  const text = new TextDecoder().decode(head)
  const lineEnd = text.includes('\n') || !text.includes('\r') ? '\n' : '\r'
  const allLines = text.split(lineEnd).map((line) => line.replace(/\r$/, ''))
  if (head.length >= headBytes && allLines.length > 1) allLines.pop()
  const filled = allLines.flatMap((line, index) => (line.trim() === '' ? [] : [{ line, lineNumber: index + 1 }]))
  const lines = filled.map(({ line }) => line)
  const delimiter = findDelimiter(lines)
  const hasDecimalComma = delimiter !== ',' && /\d,\d/.test(lines.slice(0, sampledLineCount).join('\n'))
  return { layout: { delimiter, hasDecimalComma, lineEnd }, lines, lineNumbers: filled.map(({ lineNumber }) => lineNumber) }
}

function findDelimiter(lines: readonly string[]): CsvLayout['delimiter'] {
  // Spreadsheets are told by this line.
  const told = /^"?sep=(.)"?$/i.exec(lines[0] ?? '')?.[1]
  if (told === ';' || told === ',' || told === '\t') return told
  const sample = lines.slice(0, sampledLineCount)
  const shareWith = (delimiter: string) => sample.filter((line) => line.includes(delimiter)).length / Math.max(1, sample.length)
  // A comma may be part of a number, so it counts last; but a header of names between commas leaves no doubt.
  const header = sample[0] ?? ''
  if (/[a-z]/i.test(header) && header.includes(',') && !/[;\t]/.test(header) && shareWith(',') >= delimiterShare) return ','
  return (
    ([';', '\t'] as const).find((delimiter) => shareWith(delimiter) >= delimiterShare) ??
    (shareWith(',') > 0 ? ',' : firstDelimiter(sample))
  )
}

/** In a text of few rows below a long preamble. */
function firstDelimiter(lines: readonly string[]): CsvLayout['delimiter'] {
  return ([';', '\t'] as const).find((delimiter) => lines.some((line) => line.includes(delimiter))) ?? ','
}

/** The cells of one line, trimmed; a delimiter within quotes is part of the cell. */
export function splitCsvLine(line: string, delimiter: CsvLayout['delimiter']): string[] {
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (const character of line) {
    if (character === '"') isQuoted = !isQuoted
    else if (character === delimiter && !isQuoted) {
      cells.push(cell.trim())
      cell = ''
    } else cell += character
  }
  cells.push(cell.trim())
  return cells
}

/** A cell as a number; undefined where it is none. */
export function parseNumber(cell: string, hasDecimalComma: boolean): number | undefined {
  if (!/^[-+]?(\d+[.,]?\d*|[.,]\d+)(e[-+]?\d+)?$/i.test(cell)) return undefined
  if (cell.includes(',') && !hasDecimalComma) return undefined
  const value = Number(cell.replace(',', '.'))
  return Number.isFinite(value) ? value : undefined
}
