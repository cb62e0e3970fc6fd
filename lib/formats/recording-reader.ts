import { AppError } from '@/lib/core/app-error'

import type { ReadOptions } from './read-recording-files'
import type { AssessedReading, RecordingReply, RecordingRequest } from './recording-messages'

/** Reads recordings in a worker of its own, so that the page stays alive over a large file. */
export type RecordingReader = {
  /** As `readRecordingFiles`, with each recording's quality; several readings may run at once. */
  read(files: readonly File[], options?: ReadOptions): Promise<AssessedReading>
  /** Stops the worker; readings under way reject. */
  dispose(): void
}

/** What the reader needs of a worker; a test stands in for it. */
export type RecordingWorker = {
  post(request: RecordingRequest): void
  terminate(): void
}

/** What a worker tells. */
export type RecordingWorkerEvents = {
  onReply(reply: RecordingReply): void
  /** The worker itself failed, with the browser's words for it. */
  onBroken(reason: string): void
}

type Waiting = {
  resolve(reading: AssessedReading): void
  reject(error: unknown): void
  onProgress?: ((doneShare: number) => void) | undefined
}

function startRecordingWorker({ onReply, onBroken }: RecordingWorkerEvents): RecordingWorker {
  const worker = new Worker(new URL('./recording.worker.ts', import.meta.url), { type: 'module' })
  worker.addEventListener('message', ({ data }: MessageEvent<RecordingReply>) => onReply(data))
  worker.addEventListener('messageerror', () => onBroken('a message was lost'))
  worker.addEventListener('error', (event) => {
    event.preventDefault()
    onBroken(event.message)
  })
  return { post: (request) => worker.postMessage(request), terminate: () => worker.terminate() }
}

/** Makes a reader; its worker starts with the first file, and again after it broke (such as for lack of memory). */
export function createRecordingReader(
  startWorker: (events: RecordingWorkerEvents) => RecordingWorker = startRecordingWorker,
): RecordingReader {
  const waiting = new Map<number, Waiting>()
  let worker: RecordingWorker | undefined
  let lastRequestId = 0

  const stop = (message: string) => {
    worker?.terminate()
    worker = undefined
    const open = [...waiting.values()]
    waiting.clear()
    for (const { reject } of open) reject(new AppError('INTERNAL', message))
  }

  const onReply = (reply: RecordingReply) => {
    const request = waiting.get(reply.requestId)
    if (request === undefined) return
    if (reply.kind === 'progress') {
      request.onProgress?.(reply.doneShare)
      return
    }
    waiting.delete(reply.requestId)
    if (reply.kind === 'read') request.resolve(reply.reading)
    else request.reject(new AppError(reply.code, reply.message))
  }
  const onBroken = (reason: string) =>
    stop(
      `The part of the page that reads files stopped (${reason || 'no reason given'}). Reload the page; if it stops again, a shorter recording may work.`,
    )

  return {
    read: (files, { onProgress, signal, mappedTables = [] } = {}) =>
      new Promise((resolve, reject) => {
        signal?.throwIfAborted()
        worker ??= startWorker({ onReply, onBroken })
        lastRequestId += 1
        const requestId = lastRequestId
        waiting.set(requestId, { resolve, reject, onProgress })
        signal?.addEventListener('abort', () => {
          if (!waiting.delete(requestId)) return
          worker?.post({ kind: 'cancel', requestId })
          reject(signal.reason)
        })
        worker.post({ kind: 'read', requestId, files, mappedTables })
      }),
    dispose: () => stop('Reading was stopped.'),
  }
}
