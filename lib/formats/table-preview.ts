import type { TableMapping, TablePreview } from '@/lib/core/signal/table-mapping'

import { guessColumns } from './guess-columns'
import type { SourceFile } from './source-file'
import { numbersOf, tableOf, type TextTable } from './text-table'

/** So many rows tell a person what a column holds. */
const shownRowCount = 6
/** A table of fewer rows is no recording to ask about. */
const fewestRowCount = 3
const longListRowCount = 20

/** A table as a person is asked about it. */
export function previewTable({ fileName }: SourceFile, table: TextTable, mapping: TableMapping): TablePreview {
  return {
    fileName,
    columnNames: table.columnNames.map((name, column) => name || `Column ${column + 1}`),
    rows: table.rows.slice(0, shownRowCount),
    mapping,
  }
}

/** The preview of a file that no format knows; undefined where it is no table that may hold a signal. */
export function previewUnknown(file: SourceFile): TablePreview | undefined {
  const table = tableOf(file)
  if (table === undefined || table.rows.length < fewestRowCount) return undefined
  const mapping = guessColumns(table)
  const has = (wanted: string) => mapping.columns.some(({ use }) => use === wanted)
  // Numbers over time may be a signal of any name, as may a long list of them; a short one is a shopping list.
  const hasNumbers = mapping.columns.some(
    ({ use }, column) => use === 'none' && numbersOf(table, column).some((value) => !Number.isNaN(value)),
  )
  return has('channel') || (hasNumbers && (has('time') || table.rows.length >= longListRowCount))
    ? previewTable(file, table, mapping)
    : undefined
}
