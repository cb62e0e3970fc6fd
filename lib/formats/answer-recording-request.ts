import { AppError } from '@/lib/core/app-error'
import { assessRecording } from '@/lib/core/signal/assess-recording'
import type { Recording } from '@/lib/core/signal/recording'

import { readRecordingFiles } from './read-recording-files'
import type { RecordingReply, RecordingRequest } from './recording-messages'

/** Reads the files of one request and posts progress, then the recordings with their quality (the samples are moved, not copied) or what went wrong. */
export async function answerRecordingRequest(
  { requestId, files }: RecordingRequest,
  post: (reply: RecordingReply, transfer?: Transferable[]) => void,
): Promise<void> {
  try {
    const { recordings } = await readRecordingFiles(files, { onProgress: (doneShare) => post({ kind: 'progress', requestId, doneShare }) })
    post({ kind: 'read', requestId, recordings: recordings.map(assessRecording) }, buffersOf(recordings))
  } catch (error) {
    const { code, message } = error instanceof AppError ? error : new AppError('INTERNAL', `The files could not be read: ${String(error)}`)
    post({ kind: 'failed', requestId, code, message })
  }
}

/** The memory of every channel, once each: the channels of one sensor share their times. */
function buffersOf(recordings: readonly Recording[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>()
  for (const { series } of recordings) {
    for (const { timestampsMs, values } of Object.values(series)) {
      for (const { buffer } of [timestampsMs, values]) if (buffer instanceof ArrayBuffer) buffers.add(buffer)
    }
  }
  return [...buffers]
}
