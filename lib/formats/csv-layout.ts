/** How a table of numbers is written; spreadsheets change this when they save a file again. */
export type CsvLayout = {
  readonly delimiter: ',' | ';' | '\t'
  readonly hasDecimalComma: boolean
  /** '\r' alone is what very old tools write; '\r\n' counts as '\n'. */
  readonly lineEnd: '\n' | '\r'
}

/** The first lines of a text, and how its cells are told apart. */
export type CsvHead = { readonly layout: CsvLayout; readonly lines: readonly string[] }

/** Tells a table's layout from its first bytes (UTF-8, with or without a byte order mark); the last line of the head may be cut and is left out. */
export function readCsvHead(head: Uint8Array, isWholeFile: boolean): CsvHead {
  const text = new TextDecoder().decode(head)
  const lineEnd = text.includes('\n') || !text.includes('\r') ? '\n' : '\r'
  const lines = text.split(lineEnd).map((line) => line.replace(/\r$/, ''))
  if (!isWholeFile && lines.length > 1) lines.pop()
  const filledLines = lines.filter((line) => line.trim() !== '')

  const sample = filledLines.slice(0, 20).join('\n')
  const delimiter = sample.includes(';') ? ';' : sample.includes('\t') ? '\t' : ','
  const hasDecimalComma = delimiter !== ',' && /\d,\d/.test(sample)
  return { layout: { delimiter, hasDecimalComma, lineEnd }, lines: filledLines }
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
