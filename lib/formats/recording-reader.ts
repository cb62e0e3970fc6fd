import type { FilesReading, ReadOptions } from './read-recording-files'
import type { RecordingTask } from './recording-messages'
import { connectWorker, createWorkerCalls, type WorkerEvents, type WorkerPort } from './worker-calls'

/** Reads recordings in a worker of its own, so that the page stays alive over a large file. */
export type RecordingReader = {
  /** As `readRecordingFiles`; several readings may run at once. */
  read(files: readonly File[], options?: ReadOptions): Promise<FilesReading>
  /** Stops the worker; readings under way reject. */
  dispose(): void
}

const startRecordingWorker = (events: WorkerEvents<FilesReading>): WorkerPort<RecordingTask> =>
  connectWorker(new Worker(new URL('./recording.worker.ts', import.meta.url), { type: 'module' }), events)

/** Makes a reader; its worker starts with the first file. */
export function createRecordingReader(
  startWorker: (events: WorkerEvents<FilesReading>) => WorkerPort<RecordingTask> = startRecordingWorker,
): RecordingReader {
  const { call, dispose } = createWorkerCalls(startWorker, 'Reload the page; if it stops again, a shorter recording may work.')
  return {
    read: (files, { mappedTables = [], ...options } = {}) => call({ files, mappedTables }, options),
    dispose,
  }
}
