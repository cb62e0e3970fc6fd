import { describe, expect, test } from 'vitest'

import { readRecordingsInWorker } from './read-recordings-in-worker'
import type { FilesReading } from './read-recording-files'
import type { RecordingTask } from './recording-messages'
import { createRecordingReader } from './recording-reader'
import { e4AccText, e4Text, makeFile, repeat } from './test-support'
import { answerCall, type WorkerEvents, type WorkerRequest } from './worker-calls'

const eda = makeFile('EDA.csv', e4Text(4, repeat('0.8', 400)))
const bvp = makeFile('BVP.csv', e4Text(64, repeat('-12.34', 400_000)))

/** Does what `recording.worker.ts` does, every message copied and moved as between threads. */
function makeWorkers() {
  const workers: { readonly events: WorkerEvents<FilesReading>; isTerminated: boolean }[] = []
  const startWorker = (events: WorkerEvents<FilesReading>) => {
    const worker = { events, isTerminated: false }
    const running = new Map<number, AbortController>()
    workers.push(worker)
    return {
      post: (request: WorkerRequest<RecordingTask>) => {
        void answerCall(request, running, readRecordingsInWorker, (reply, transfer = []) => {
          const moved = structuredClone(reply, { transfer })
          if (!worker.isTerminated) events.onReply(moved)
        })
      },
      terminate: () => {
        worker.isTerminated = true
      },
    }
  }
  return { workers, startWorker }
}

describe('createRecordingReader', () => {
  test('reads files in the worker and moves the samples over', async () => {
    const reader = createRecordingReader(makeWorkers().startWorker)
    const shares: number[] = []
    const { recordings } = await reader.read([bvp, makeFile('ACC.csv', e4AccText(repeat([0, 64, 0], 64)))], {
      onProgress: (share) => shares.push(share),
    })
    const [recording] = recordings
    expect(recording?.series.bvp?.values).toHaveLength(400_000)
    expect(recording?.series.accX?.timestampsMs).toHaveLength(64)
    expect(shares.at(-1)).toBe(1)
  })

  test('starts one worker for several readings at once, and only when there is one', async () => {
    const { workers, startWorker } = makeWorkers()
    const reader = createRecordingReader(startWorker)
    expect(workers).toHaveLength(0)
    const [first, second] = await Promise.all([reader.read([bvp]), reader.read([eda])])
    expect([first.recordings[0]?.fileName, second.recordings[0]?.fileName]).toEqual(['BVP.csv', 'EDA.csv'])
    expect(workers).toHaveLength(1)
  })

  test('hands on the code and the message of what went wrong, and reads on after it', async () => {
    const reader = createRecordingReader(makeWorkers().startWorker)
    await expect(reader.read([makeFile('me.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47]))])).rejects.toMatchObject({
      name: 'AppError',
      code: 'FORMAT_UNKNOWN',
      message: expect.stringContaining('me.png is a PNG picture'),
    })
    expect((await reader.read([eda])).recordings).toHaveLength(1)
  })

  test('rejects what was under way when it is disposed of, or when the worker breaks, and starts a new one', async () => {
    const { workers, startWorker } = makeWorkers()
    const reader = createRecordingReader(startWorker)
    const stopped = reader.read([bvp])
    reader.dispose()
    await expect(stopped).rejects.toMatchObject({ code: 'INTERNAL', message: 'Reading was stopped.' })
    const broken = reader.read([bvp])
    workers.at(-1)?.events.onBroken('out of memory')
    await expect(broken).rejects.toMatchObject({ code: 'INTERNAL', message: expect.stringContaining('out of memory') })
    expect((await reader.read([eda])).recordings).toHaveLength(1)
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, true, false])
  })

  test('stops a reading when asked to, and reads on after it', async () => {
    const { workers, startWorker } = makeWorkers()
    const reader = createRecordingReader(startWorker)
    const controller = new AbortController()
    const stopped = reader.read([bvp], { signal: controller.signal, onProgress: () => controller.abort(new Error('enough')) })
    await expect(stopped).rejects.toThrow('enough')
    expect((await reader.read([eda])).recordings).toHaveLength(1)
    expect(workers).toHaveLength(1)
  })

  test('hands over the question about a table that nothing knows, and reads it as a person says', async () => {
    const reader = createRecordingReader(makeWorkers().startWorker)
    const table = makeFile(
      'mine.csv',
      `when,arousal,heart rate\n${repeat(0, 120)
        .map((_, sec) => `${1_773_482_400 + sec},0.5,${60 + (sec % 7)}\n`)
        .join('')}`,
    )
    const { recordings, questions } = await reader.read([table])
    expect(recordings).toEqual([])
    const [question] = questions
    expect(question).toMatchObject({ fileName: 'mine.csv', columnNames: ['when', 'arousal', 'heart rate'] })
    expect(question?.rows[0]).toEqual(['1773482400', '0.5', '60'])
    expect(question?.mapping.columns).toEqual([
      { use: 'time', layout: { kind: 'epoch', unit: 'seconds' } },
      { use: 'none' },
      { use: 'channel', channel: 'heartRate' },
    ])
    const mapping = question?.mapping ?? { columns: [] }
    const read = await reader.read([table], { mappedTables: [{ fileName: 'mine.csv', mapping }] })
    expect(read.recordings[0]?.series.heartRate?.values).toHaveLength(120)
  })
})
