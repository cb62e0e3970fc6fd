import { isReadableMapping, type TableMapping } from '@/lib/core/signal/table-mapping'

import { guessColumns } from './guess-columns'
import { findColumn, tableOf, type TextTable } from './text-table'
import { tableFormat } from './table-format'
import type { SourceFile } from './source-file'

/**
 * phyphox (RWTH Aachen), as CSV with commas, semicolons or tabs and decimal points or commas: one file a sensor, together a zip whose
 * meta/time.csv says when the recording began. Columns are named with their unit, such as 'Time (s)' and 'X (m/s^2)'.
 */
export const phyphox = tableFormat({
  formatName: 'phyphox',
  belongTogether: 'in-archive',
  mapTable,
  isCompanion: (file) => readSystemTimes(file).length > 0,
  readStartMs: (files) => files.flatMap(readSystemTimes)[0],
  expected: 'a column Time (s) and columns such as X (m/s^2)',
})

const timeName = /^(time|zeit|temps|tiempo|tempo|czas|tijd|t) ?\(s\)$/i

function mapTable(table: TextTable, file: SourceFile): TableMapping | undefined {
  const timeColumn = findColumn(table, timeName)
  if (timeColumn === undefined) return undefined
  const guess = guessColumns(table)
  const columns = guess.columns.with(timeColumn, { use: 'time', layout: { kind: 'elapsed', unit: 'seconds' } })
  const mapping = { ...guess, columns, ...(/linear|without[ _]g\b/i.test(file.fileName) ? { hasGravity: false } : {}) }
  return isReadableMapping(mapping) ? mapping : undefined
}

/** The Unix times (in seconds) of each start in meta/time.csv, as ms since 1970; none where the file is another. */
function readSystemTimes(file: SourceFile): number[] {
  const table = tableOf(file)
  const systemColumn = table && findColumn(table, /^system time$/i)
  const experimentColumn = table && findColumn(table, /^experiment time$/i)
  if (table === undefined || systemColumn === undefined || experimentColumn === undefined) return []
  return table.rows.flatMap((row) => {
    const systemSec = Number(row[systemColumn]?.replace(',', '.'))
    const experimentSec = Number(row[experimentColumn]?.replace(',', '.'))
    return Number.isFinite(systemSec + experimentSec) ? [(systemSec - experimentSec) * 1000] : []
  })
}
