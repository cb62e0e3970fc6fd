import type { Recording } from '@/lib/core/signal/recording'

import { readRecordingFiles, type FilesReading, type ReadOptions } from './read-recording-files'
import type { RecordingTask } from './recording-messages'
import type { TaskOutcome } from './worker-calls'

/** Reads the files of a task, the samples of the recordings to be moved. */
export async function readRecordingsInWorker(
  { files, mappedTables }: RecordingTask,
  options: Pick<ReadOptions, 'onProgress' | 'signal'>,
): Promise<TaskOutcome<FilesReading>> {
  const result = await readRecordingFiles(files, { ...options, mappedTables })
  options.signal?.throwIfAborted()
  return { result, transfer: buffersOf(result.recordings) }
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
