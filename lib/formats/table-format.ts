import type { TableMapping } from '@/lib/core/signal/table-mapping'

import { composeRecordings, type ReadParts } from './compose-recordings'
import { readMappedTable } from './read-mapped-table'
import { readEach, type RecordingFormat } from './recording-format'
import type { SourceFile } from './source-file'
import { previewTable } from './table-preview'
import { tableOf, type TextTable } from './text-table'

/** What a vendor's tables are, beyond being tables. */
export type TableFormat = {
  readonly formatName: string
  /** What the columns are; undefined where the table is not of this vendor. */
  mapTable(table: TextTable, file: SourceFile): TableMapping | undefined
  readonly span?: ReadParts['span']
  readonly belongTogether?: RecordingFormat['belongTogether']
  /** A file beside the tables, without samples of its own. */
  readonly isCompanion?: (file: SourceFile) => boolean
  /** When a recording began whose times count from its start, from the first bytes of its files; undefined where they do not tell. */
  readonly readStartMs?: (files: readonly SourceFile[]) => number | undefined
  /** What its files should hold, for messages. */
  readonly expected: string
}

/** Makes a format of tables whose columns are known by their names. */
export function tableFormat(format: TableFormat): RecordingFormat {
  const { formatName, mapTable, belongTogether, isCompanion = () => false, span, expected } = format
  const mappingOf = (file: SourceFile) => {
    const table = tableOf(file)
    const mapping = table === undefined ? undefined : mapTable(table, file)
    return table === undefined || mapping === undefined ? undefined : { table, mapping }
  }
  return {
    formatName,
    ...(belongTogether === undefined ? {} : { belongTogether }),
    recognises: (file) => isCompanion(file) || mappingOf(file) !== undefined,
    read: async (files, context) => {
      const tables = files.flatMap((file) => {
        const mapped = isCompanion(file) ? undefined : mappingOf(file)
        return mapped === undefined ? [] : [{ file, ...mapped }]
      })
      const { results, notes } = await readEach(tables, ({ file, table, mapping }) => readMappedTable(file, table, mapping, context))
      const clockStartMs = format.readStartMs?.(files)
      return composeRecordings({
        sourceName: formatName,
        files: tables.length > 0 ? tables.map(({ file }) => file) : files,
        parts: results.flatMap(({ parts }) => parts),
        notes: [...results.flatMap((result) => result.notes), ...notes],
        tables: tables.map(({ file, table, mapping }) => previewTable(file, table, mapping)),
        ...(span === undefined ? {} : { span }),
        ...(clockStartMs === undefined ? {} : { clockStartMs }),
        expected,
      })
    },
  }
}
