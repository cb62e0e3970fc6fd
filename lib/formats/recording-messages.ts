import type { AssessedRecording } from '@/lib/core/signal/assess-recording'
import type { MappedTable, TablePreview } from '@/lib/core/signal/table-mapping'

/** What the page asks of the recording worker: to read files. */
export type RecordingTask = { readonly files: readonly File[]; readonly mappedTables: readonly MappedTable[] }

/** What files gave: recordings with their quality, or tables that a person has to be asked about first. */
export type AssessedReading = { readonly recordings: readonly AssessedRecording[]; readonly questions: readonly TablePreview[] }
