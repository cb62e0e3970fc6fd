import { AppError } from '@/lib/core/app-error'

import type { MeasurableInference } from './inference'
import type { InferenceReply, InferenceResults, InferenceTask } from './messages'

type Pending = {
  readonly settle: (event: MessageEvent) => void
  readonly reject: (error: AppError) => void
  readonly onProgress: (doneShare: number) => void
}

const startInferenceWorker = () => new Worker(new URL('./inference.worker.ts', import.meta.url), { name: 'attune-inference' })

/**
 * The page's end of inference. Its worker starts with the first call; where the worker crashes, everything under way is rejected with
 * INFERENCE_FAILED, and the next call starts another.
 */
export function createInference(startWorker: () => Worker = startInferenceWorker): MeasurableInference {
  const pending = new Map<number, Pending>()
  let worker: Worker | undefined
  let requestCount = 0

  function stop(message: string): void {
    worker?.terminate()
    worker = undefined
    const interrupted = [...pending.values()]
    pending.clear()
    for (const { reject } of interrupted) reject(new AppError('INFERENCE_FAILED', message))
  }

  function receive(event: MessageEvent<InferenceReply>): void {
    const reply = event.data
    const request = pending.get(reply.requestId)
    if (request === undefined) return
    if (reply.kind === 'progress') return request.onProgress(reply.doneShare)
    pending.delete(reply.requestId)
    if (reply.kind === 'failed') request.reject(new AppError(reply.code, reply.message))
    else request.settle(event)
  }

  function runningWorker(): Worker {
    if (worker !== undefined) return worker
    const started = startWorker()
    started.addEventListener('message', receive)
    started.addEventListener('error', (event) => stop(`The models' worker stopped: ${event.message || 'no reason was given'}.`))
    started.addEventListener('messageerror', () => stop("The models' worker sent something that could not be read."))
    worker = started
    return started
  }

  function call<Kind extends InferenceTask['kind']>(
    task: Extract<InferenceTask, { kind: Kind }>,
    options: { readonly transfer?: Transferable[]; readonly onProgress?: (doneShare: number) => void } = {},
  ): Promise<InferenceResults[Kind]> {
    return new Promise((resolve, reject) => {
      const requestId = ++requestCount
      pending.set(requestId, { settle: (event) => resolve(event.data.result), reject, onProgress: options.onProgress ?? (() => {}) })
      try {
        runningWorker().postMessage({ requestId, task }, options.transfer ?? [])
      } catch (cause) {
        pending.delete(requestId)
        reject(new AppError('INFERENCE_FAILED', `The models' worker could not be asked: ${String(cause)}`, { cause }))
      }
    })
  }

  return {
    start: () => call<'start'>({ kind: 'start' }),
    chooseBackend: (backendName) => call<'chooseBackend'>({ kind: 'chooseBackend', backendName }),
    estimateFace: (frame, timestampMs, frameKind, chosenPoint) =>
      call<'estimateFace'>(
        { kind: 'estimateFace', frame, timestampMs, frameKind, ...(chosenPoint === undefined ? {} : { chosenPoint }) },
        { transfer: [frame] },
      ),
    estimateRecording: (modelId, recording, onProgress, baseline) =>
      call<'estimateRecording'>(
        { kind: 'estimateRecording', modelId, recording, ...(baseline === undefined ? {} : { baseline }) },
        onProgress === undefined ? {} : { onProgress },
      ),
    takeBaseline: (recording, stretch) =>
      call<'takeBaseline'>({ kind: 'takeBaseline', recording, ...(stretch === undefined ? {} : { stretch }) }),
    estimateCadence: (recording) => call<'estimateCadence'>({ kind: 'estimateCadence', recording }),
    activityWindowSpec: () => call<'activityWindowSpec'>({ kind: 'activityWindowSpec' }),
    estimateActivity: (windows, upright) =>
      call<'estimateActivity'>({ kind: 'estimateActivity', windows, ...(upright === undefined ? {} : { upright }) }),
    fuseState: (userState) => call<'fuseState'>({ kind: 'fuseState', userState }),
    timeModels: (backendName) => call<'timeModels'>({ kind: 'timeModels', backendName }),
    measureMemory: () => call<'measureMemory'>({ kind: 'measureMemory' }),
    dispose: () => stop('Inference was closed.'),
  }
}
