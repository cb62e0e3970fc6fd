import { AppError } from '@/lib/core/app-error'

import type { InferenceReply, InferenceResults, InferenceTask } from './messages'

type Pending = {
  readonly settle: (event: MessageEvent) => void
  readonly reject: (error: AppError) => void
  readonly onProgress: (doneShare: number) => void
}

/** The page's end of a worker that runs models. */
export type WorkerCalls = {
  call<Kind extends InferenceTask['kind']>(
    task: Extract<InferenceTask, { kind: Kind }>,
    options?: { readonly transfer?: Transferable[]; readonly onProgress?: (doneShare: number) => void },
  ): Promise<InferenceResults[Kind]>
  /** Ends the worker; what is under way is rejected with INFERENCE_FAILED. */
  stop(message: string): void
}

/**
 * Asks a worker and gives each caller the answer to their own question. The worker starts with the first call; where it crashes, everything
 * under way is rejected with INFERENCE_FAILED, and the next call starts another.
 */
export function createWorkerCalls(
  startWorker: () => Worker,
  /** Told when the worker has ended, by a crash too. */
  onStop: () => void = () => {},
): WorkerCalls {
  const pending = new Map<number, Pending>()
  let worker: Worker | undefined
  let requestCount = 0

  function stop(message: string): void {
    worker?.terminate()
    worker = undefined
    onStop()
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

  return {
    call: (task, options = {}) =>
      new Promise((resolve, reject) => {
        const requestId = ++requestCount
        pending.set(requestId, { settle: (event) => resolve(event.data.result), reject, onProgress: options.onProgress ?? (() => {}) })
        try {
          runningWorker().postMessage({ requestId, task }, options.transfer ?? [])
        } catch (cause) {
          pending.delete(requestId)
          reject(new AppError('INFERENCE_FAILED', `The models' worker could not be asked: ${String(cause)}`, { cause }))
        }
      }),
    stop,
  }
}
