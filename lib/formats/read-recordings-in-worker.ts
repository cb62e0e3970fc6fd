import { assessRecording, type AssessedRecording } from '@/lib/core/signal/assess-recording'

import { readRecordingFiles, type ReadOptions } from './read-recording-files'
import type { AssessedReading, RecordingTask } from './recording-messages'
import type { TaskOutcome } from './worker-calls'

/** Reads the files of a task: the recordings with their quality, their samples to be moved. */
export async function readRecordingsInWorker(
  { files, mappedTables }: RecordingTask,
  options: Pick<ReadOptions, 'onProgress' | 'signal'>,
): Promise<TaskOutcome<AssessedReading>> {
  const { recordings, questions } = await readRecordingFiles(files, { ...options, mappedTables })
  options.signal?.throwIfAborted()
  const assessed = recordings.map(assessRecording)
  return { result: { recordings: assessed, questions }, transfer: buffersOf(assessed) }
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
