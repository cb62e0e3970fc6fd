import { AppError } from '@/lib/core/app-error'
import { assessRecording, type AssessedRecording } from '@/lib/core/signal/assess-recording'

import { readRecordingFiles } from './read-recording-files'
import type { RecordingReply, RecordingRequest } from './recording-messages'

/** The readings under way, each with what stops it. */
export type RunningReadings = Map<number, AbortController>

/**
 * Reads the files of one request and posts progress, then the recordings with their quality (the samples are moved, not copied) or what went wrong;
 * of a reading that was cancelled, nothing.
 */
export async function answerRecordingRequest(
  request: RecordingRequest,
  running: RunningReadings,
  post: (reply: RecordingReply, transfer?: Transferable[]) => void,
): Promise<void> {
  const { requestId } = request
  if (request.kind === 'cancel') {
    running.get(requestId)?.abort()
    return
  }
  const { signal } = startReading(running, requestId)
  try {
    const { recordings, questions } = await readRecordingFiles(request.files, {
      onProgress: (doneShare) => post({ kind: 'progress', requestId, doneShare }),
      mappedTables: request.mappedTables,
      signal,
    })
    signal.throwIfAborted()
    const assessed = recordings.map(assessRecording)
    post({ kind: 'read', requestId, reading: { recordings: assessed, questions } }, buffersOf(assessed))
  } catch (error) {
    if (signal.aborted) return
    const { code, message } = error instanceof AppError ? error : new AppError('INTERNAL', `The files could not be read: ${String(error)}`)
    post({ kind: 'failed', requestId, code, message })
  } finally {
    running.delete(requestId)
  }
}

function startReading(running: RunningReadings, requestId: number): AbortController {
  const controller = new AbortController()
  running.set(requestId, controller)
  return controller
}

/** The memory of every channel, once each: the channels of one sensor share their times. */
function buffersOf(assessed: readonly AssessedRecording[]): ArrayBuffer[] {
  const buffers = new Set<ArrayBuffer>()
  for (const { recording, heartRate } of assessed) {
    for (const { timestampsMs, values } of [...Object.values(recording.series), recording.beats, heartRate].filter(
      (own) => own !== undefined,
    )) {
      for (const { buffer } of [timestampsMs, values]) if (buffer instanceof ArrayBuffer) buffers.add(buffer)
    }
  }
  return [...buffers]
}
