import { describe, expect, test } from 'vitest'

import { answerRecordingRequest } from './answer-recording-request'
import { createRecordingReader, type RecordingWorkerEvents } from './recording-reader'
import { e4AccText, e4Text, makeFile, repeat } from './test-support'

const eda = makeFile('EDA.csv', e4Text(4, repeat('0.8', 400)))
const bvp = makeFile('BVP.csv', e4Text(64, repeat('-12.34', 400_000)))

/** Does what `recording.worker.ts` does, every message copied and moved as between threads. */
function makeWorkers() {
  const workers: { readonly events: RecordingWorkerEvents; isTerminated: boolean }[] = []
  const startWorker = (events: RecordingWorkerEvents) => {
    const worker = { events, isTerminated: false }
    workers.push(worker)
    return {
      post: (request: Parameters<typeof answerRecordingRequest>[0]) => {
        void answerRecordingRequest(request, (reply, transfer = []) => {
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
    const [recording] = await reader.read([bvp, makeFile('ACC.csv', e4AccText(repeat([0, 64, 0], 64)))], (share) => shares.push(share))
    expect(recording?.recording.series.bvp?.values).toHaveLength(400_000)
    expect(recording?.recording.series.accX?.timestampsMs).toHaveLength(64)
    expect(shares.at(-1)).toBe(1)
  })

  test('starts one worker for several readings at once, and only when there is one', async () => {
    const { workers, startWorker } = makeWorkers()
    const reader = createRecordingReader(startWorker)
    expect(workers).toHaveLength(0)
    const [first, second] = await Promise.all([reader.read([bvp]), reader.read([eda])])
    expect([first?.[0]?.recording.fileName, second?.[0]?.recording.fileName]).toEqual(['BVP.csv', 'EDA.csv'])
    expect(workers).toHaveLength(1)
  })

  test('hands on the code and the message of what went wrong, and reads on after it', async () => {
    const reader = createRecordingReader(makeWorkers().startWorker)
    await expect(reader.read([makeFile('me.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47]))])).rejects.toMatchObject({
      name: 'AppError',
      code: 'FORMAT_UNKNOWN',
      message: expect.stringContaining('me.png is a PNG picture'),
    })
    expect(await reader.read([eda])).toHaveLength(1)
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
    expect(await reader.read([eda])).toHaveLength(1)
    expect(workers.map(({ isTerminated }) => isTerminated)).toEqual([true, true, false])
  })
})
