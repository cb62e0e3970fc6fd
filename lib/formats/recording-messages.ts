import type { ErrorCode } from '@/lib/core/app-error'
import type { AssessedRecording } from '@/lib/core/signal/assess-recording'

/** What the page asks of the recording worker. */
export type RecordingRequest = { readonly requestId: number; readonly files: readonly File[] }

/** What the recording worker answers; an error crosses as its code and message, since its class does not. */
export type RecordingReply =
  | { readonly kind: 'progress'; readonly requestId: number; readonly doneShare: number }
  | { readonly kind: 'read'; readonly requestId: number; readonly recordings: readonly AssessedRecording[] }
  | { readonly kind: 'failed'; readonly requestId: number; readonly code: ErrorCode; readonly message: string }
