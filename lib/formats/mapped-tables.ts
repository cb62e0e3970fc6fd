import { AppError } from '@/lib/core/app-error'
import type { MappedTable } from '@/lib/core/signal/table-mapping'

import { composeRecordings } from './compose-recordings'
import { readMappedTable } from './read-mapped-table'
import { readEach, type FormatReading, type ReadContext } from './recording-format'
import type { SourceFile } from './source-file'
import { previewTable } from './table-preview'
import { tableOf } from './text-table'

/** Reads tables of any origin as a person has said; those that overlap in time become one recording. */
export async function readMappedTables(
  files: readonly SourceFile[],
  mappedTables: readonly MappedTable[],
  context: ReadContext,
): Promise<FormatReading> {
  const { results, notes } = await readEach(files, async (file) => {
    const table = tableOf(file)
    const mapping = mappedTables.find(({ fileName }) => fileName === file.fileName)?.mapping
    if (table === undefined || mapping === undefined)
      throw new AppError('FILE_UNREADABLE', `${file.fileName} is no table. Expected rows of numbers between commas, semicolons or tabs.`)
    return { ...(await readMappedTable(file, table, mapping, context, true)), preview: previewTable(file, table, mapping) }
  })
  return composeRecordings({
    sourceName: 'Table',
    files,
    parts: results.flatMap(({ parts }) => parts),
    notes: [...results.flatMap((result) => result.notes), ...notes],
    tables: results.map(({ preview }) => preview),
    expected: 'a column of times and one of a signal',
  })
}
