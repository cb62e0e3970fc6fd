import type { ErrorCode } from '@/lib/core/app-error'
import type { AssessedRecording } from '@/lib/core/signal/assess-recording'
import type { MappedTable, TablePreview } from '@/lib/core/signal/table-mapping'

/** What the page asks of the recording worker. */
export type RecordingRequest =
  | { readonly kind: 'read'; readonly requestId: number; readonly files: readonly File[]; readonly mappedTables: readonly MappedTable[] }
  /** Stops a reading under way; nothing more is heard of it. */
  | { readonly kind: 'cancel'; readonly requestId: number }

/** What files gave: recordings with their quality, or tables that a person has to be asked about first. */
export type AssessedReading = { readonly recordings: readonly AssessedRecording[]; readonly questions: readonly TablePreview[] }

/** What the recording worker answers; an error crosses as its code and message, since its class does not. */
export type RecordingReply =
  | { readonly kind: 'progress'; readonly requestId: number; readonly doneShare: number }
  | { readonly kind: 'read'; readonly requestId: number; readonly reading: AssessedReading }
  | { readonly kind: 'failed'; readonly requestId: number; readonly code: ErrorCode; readonly message: string }
