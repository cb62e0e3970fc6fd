import type { MappedTable } from '@/lib/core/signal/table-mapping'

/** What the page asks of the recording worker: to read files. */
export type RecordingTask = { readonly files: readonly File[]; readonly mappedTables: readonly MappedTable[] }
