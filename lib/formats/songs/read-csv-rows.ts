import Papa from 'papaparse'

import type { Chunks } from '../source-file'

/** A row of a table is shorter than this: where a quote stays open for longer, it was never meant to be one. */
const maxRowLength = 256 * 1024

/**
 * The rows of a CSV in UTF-8 (RFC 4180), a batch for each piece that arrives; line breaks within quotes are part of their cell, blank lines
 * are left out. Where a quote is never closed, the lines behind it are read as if quotes meant nothing, so that not all of them are lost.
 */
export async function* readCsvRows(chunks: Chunks, delimiter: string): AsyncGenerator<readonly (readonly string[])[], void, undefined> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of chunks) {
    const text = rest + decoder.decode(chunk, { stream: true })
    const { end, isQuoteOpen } = lastRowEnd(text)
    if (end > 0) yield parseRows(text.slice(0, end), delimiter)
    rest = text.slice(end)
    if (isQuoteOpen && rest.length > maxRowLength) {
      const lineEnd = rest.lastIndexOf('\n') + 1
      yield parseLines(rest.slice(0, lineEnd), delimiter)
      rest = rest.slice(lineEnd)
    }
  }
  rest += decoder.decode()
  if (rest !== '') yield lastRowEnd(rest).isQuoteOpen ? parseLines(rest, delimiter) : parseRows(rest, delimiter)
}

/** Parses text that holds whole rows, at most `limit` of them where it is above 0. */
export function parseRows(text: string, delimiter: string, limit = 0): readonly (readonly string[])[] {
  return Papa.parse<string[]>(text, { delimiter, skipEmptyLines: true, preview: limit }).data
}

/** Parses lines in which a quote is a letter like any other. */
function parseLines(text: string, delimiter: string): readonly (readonly string[])[] {
  return Papa.parse<string[]>(text, { delimiter, skipEmptyLines: true, quoteChar: '\0' }).data
}

/** Where the last whole row of a text ends: behind a line break with an even number of quotes before it, since a quote within a cell is doubled. */
function lastRowEnd(text: string): { readonly end: number; readonly isQuoteOpen: boolean } {
  let isQuoteOpen = false
  let end = 0
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit === quote) isQuoteOpen = !isQuoteOpen
    else if (!isQuoteOpen && isLineEnd(text, index, unit)) end = index + 1
  }
  return { end, isQuoteOpen }
}

const quote = 0x22
const lineFeed = 0x0a
const carriageReturn = 0x0d

/** A carriage return at the end of a piece may be half of a line end. */
function isLineEnd(text: string, index: number, unit: number): boolean {
  return unit === lineFeed || (unit === carriageReturn && index + 1 < text.length && text.charCodeAt(index + 1) !== lineFeed)
}
