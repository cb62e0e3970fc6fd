import { describe, expect, it } from 'vitest'

import { createInference } from './create-inference'
import type { InferenceReply, InferenceRequest } from './messages'

/** A worker that keeps what it is asked and answers when the test says so. */
class FakeWorker extends EventTarget implements Worker {
  onmessage = null
  onmessageerror = null
  onerror = null
  requests: InferenceRequest[] = []
  isTerminated = false
  postMessage(request: InferenceRequest) {
    this.requests.push(request)
  }
  reply(data: InferenceReply) {
    this.dispatchEvent(new MessageEvent('message', { data }))
  }
  crash(message: string) {
    this.dispatchEvent(Object.assign(new Event('error'), { message }))
  }
  terminate() {
    this.isTerminated = true
  }
}

function startFake() {
  const workers: FakeWorker[] = []
  const inference = createInference(() => {
    const worker = new FakeWorker()
    workers.push(worker)
    return worker
  })
  return { inference, workers }
}

const recording = { sourceName: 'test', fileName: 'test.csv', startMs: 0, endMs: 1, series: {}, tagsMs: [], notes: [] }
const report = { chosen: 'wasm', isByHand: false, measurements: [] } as const

/** Waits until a recording was handed to the worker, and for the question that comes after it. */
async function answerHandover(workers: readonly FakeWorker[]) {
  await expect.poll(() => workers.at(-1)?.requests.at(-1)?.task.kind).toBe('holdRecording')
  const worker = workers.at(-1)
  const requestCount = worker?.requests.length ?? 0
  worker?.reply({ requestId: worker.requests.at(-1)?.requestId ?? 0, kind: 'done', result: undefined })
  await expect.poll(() => worker?.requests.length).toBeGreaterThan(requestCount)
}

describe('createInference', () => {
  it('starts no worker before the first call, and one for all calls', () => {
    const { inference, workers } = startFake()
    expect(workers.length).toBe(0)
    void inference.start()
    void inference.fuseState({})
    expect(workers.length).toBe(1)
    expect(workers[0]?.requests.map(({ task }) => task.kind)).toEqual(['start', 'fuseState'])
  })

  it('gives each caller the answer to their own request, whatever the order', async () => {
    const { inference, workers } = startFake()
    const started = inference.start()
    const fused = inference.fuseState({})
    const [first, second] = workers[0]?.requests ?? []
    const vector = Float32Array.of(1, 0)
    workers[0]?.reply({ requestId: second?.requestId ?? 0, kind: 'done', result: vector })
    workers[0]?.reply({ requestId: first?.requestId ?? 0, kind: 'done', result: report })
    expect(await fused).toBe(vector)
    expect(await started).toEqual(report)
  })

  it('passes progress on until the work is done', async () => {
    const { inference, workers } = startFake()
    const shares: number[] = []
    const estimated = inference.estimateRecording('activity', recording, (share) => shares.push(share))
    await answerHandover(workers)
    const requestId = workers[0]?.requests[1]?.requestId ?? 0
    workers[0]?.reply({ requestId, kind: 'progress', doneShare: 0.5 })
    workers[0]?.reply({ requestId, kind: 'progress', doneShare: 1 })
    workers[0]?.reply({ requestId, kind: 'done', result: [] })
    expect(await estimated).toEqual([])
    expect(shares).toEqual([0.5, 1])
  })

  it('rejects with the code and the words of the worker', async () => {
    const { inference, workers } = startFake()
    const fused = inference.fuseState({})
    workers[0]?.reply({
      requestId: workers[0].requests[0]?.requestId ?? 0,
      kind: 'failed',
      code: 'MODEL_UNREACHABLE',
      message: 'not there',
    })
    await expect(fused).rejects.toMatchObject({ name: 'AppError', code: 'MODEL_UNREACHABLE', message: 'not there' })
  })

  it('rejects everything under way where the worker crashes, and starts another for the next call', async () => {
    const { inference, workers } = startFake()
    const started = inference.start()
    const fused = inference.fuseState({})
    workers[0]?.crash('out of memory')
    await expect(started).rejects.toMatchObject({ code: 'INFERENCE_FAILED', message: expect.stringContaining('out of memory') })
    await expect(fused).rejects.toMatchObject({ code: 'INFERENCE_FAILED' })
    expect(workers[0]?.isTerminated).toBe(true)
    const again = inference.start()
    workers[1]?.reply({ requestId: workers[1].requests[0]?.requestId ?? 0, kind: 'done', result: report })
    expect(await again).toEqual(report)
  })

  it('hands a recording to the worker once, and anew to the one that comes after a crash', async () => {
    const { inference, workers } = startFake()
    const kindsOf = (worker: FakeWorker | undefined) => worker?.requests.map(({ task }) => task.kind)
    const assessed = inference.assessRecording(recording)
    await answerHandover(workers)
    void inference.estimateCadence(recording).catch(() => undefined)
    await expect.poll(() => kindsOf(workers[0])).toEqual(['holdRecording', 'assessRecording', 'estimateCadence'])
    workers[0]?.crash('out of memory')
    await expect(assessed).rejects.toMatchObject({ code: 'INFERENCE_FAILED' })
    void inference.assessRecording(recording)
    await answerHandover(workers)
    expect(kindsOf(workers[1])).toEqual(['holdRecording', 'assessRecording'])
  })

  it('starts no worker for a recording that was still being copied when it was disposed', async () => {
    const { inference, workers } = startFake()
    const assessed = inference.assessRecording(recording)
    inference.dispose()
    await expect(assessed).rejects.toMatchObject({ code: 'INFERENCE_FAILED' })
    expect(workers).toEqual([])
  })

  it('ends the worker and rejects what is under way when it is disposed', async () => {
    const { inference, workers } = startFake()
    const started = inference.start()
    inference.dispose()
    await expect(started).rejects.toMatchObject({ code: 'INFERENCE_FAILED' })
    expect(workers[0]?.isTerminated).toBe(true)
  })
})
