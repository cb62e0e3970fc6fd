import { AppError, type ErrorCode } from '@/lib/core/app-error'

/** What a page asks of a worker that reads files: a task, or to stop one, of which nothing more is heard then. */
export type WorkerRequest<Task> =
  { readonly kind: 'task'; readonly requestId: number; readonly task: Task } | { readonly kind: 'cancel'; readonly requestId: number }

/** What such a worker answers; an error crosses as its code and message, since its class does not. */
export type WorkerReply<Result> =
  | { readonly kind: 'progress'; readonly requestId: number; readonly doneShare: number }
  | { readonly kind: 'done'; readonly requestId: number; readonly result: Result }
  | { readonly kind: 'failed'; readonly requestId: number; readonly code: ErrorCode; readonly message: string }

/** How a task is followed and stopped. */
export type CallOptions = {
  /** Called with 0..1, rising. */
  readonly onProgress?: (doneShare: number) => void
  /** Stops the task; it then rejects with the signal's reason. */
  readonly signal?: AbortSignal
  /** Memory that is moved to the worker with the task. */
  readonly transfer?: Transferable[]
}

/** What calls need of a worker; a test stands in for it. */
export type WorkerPort<Task> = {
  post(request: WorkerRequest<Task>, transfer?: Transferable[]): void
  terminate(): void
}

/** What a worker tells. */
export type WorkerEvents<Result> = {
  onReply(reply: WorkerReply<Result>): void
  /** The worker itself failed, with the browser's words for it. */
  onBroken(reason: string): void
}

/** Runs tasks in a worker. */
export type WorkerCalls<Task, Result> = {
  call(task: Task, options?: CallOptions): Promise<Result>
  /** Stops the worker; tasks under way reject. */
  dispose(): void
}

type Waiting<Result> = {
  resolve(result: Result): void
  reject(error: unknown): void
  onProgress?: ((doneShare: number) => void) | undefined
}

/** Connects a worker that was just started. */
export function connectWorker<Task, Result>(worker: Worker, { onReply, onBroken }: WorkerEvents<Result>): WorkerPort<Task> {
  worker.addEventListener('message', ({ data }: MessageEvent<WorkerReply<Result>>) => onReply(data))
  worker.addEventListener('messageerror', () => onBroken('a message was lost'))
  worker.addEventListener('error', (event) => {
    event.preventDefault()
    onBroken(event.message)
  })
  return { post: (request, transfer = []) => worker.postMessage(request, transfer), terminate: () => worker.terminate() }
}

/** Makes calls to a worker that starts with the first of them, and again after it broke (such as for lack of memory). */
export function createWorkerCalls<Task, Result>(
  startWorker: (events: WorkerEvents<Result>) => WorkerPort<Task>,
  /** What may help when the worker stopped. */
  advice: string,
): WorkerCalls<Task, Result> {
  const waiting = new Map<number, Waiting<Result>>()
  let worker: WorkerPort<Task> | undefined
  let lastRequestId = 0

  const stop = (message: string) => {
    worker?.terminate()
    worker = undefined
    const open = [...waiting.values()]
    waiting.clear()
    for (const { reject } of open) reject(new AppError('INTERNAL', message))
  }
  const onReply = (reply: WorkerReply<Result>) => {
    const request = waiting.get(reply.requestId)
    if (request === undefined) return
    if (reply.kind === 'progress') {
      request.onProgress?.(reply.doneShare)
      return
    }
    waiting.delete(reply.requestId)
    if (reply.kind === 'done') request.resolve(reply.result)
    else request.reject(new AppError(reply.code, reply.message))
  }
  const onBroken = (reason: string) => stop(`The part of the page that reads files stopped (${reason || 'no reason given'}). ${advice}`)

  return {
    call: (task, { onProgress, signal, transfer } = {}) =>
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
        worker.post({ kind: 'task', requestId, task }, transfer)
      }),
    dispose: () => stop('Reading was stopped.'),
  }
}

/** The tasks under way in a worker, each with what stops it. */
export type RunningTasks = Map<number, AbortController>

/** What a task gives, and the memory of it that is moved to the page, not copied. */
export type TaskOutcome<Result> = { readonly result: Result; readonly transfer?: Transferable[] }

/** Does one request in a worker and posts progress, then the result or what went wrong; of a task that was cancelled, nothing. */
export async function answerCall<Task, Result>(
  request: WorkerRequest<Task>,
  running: RunningTasks,
  perform: (task: Task, options: Required<Pick<CallOptions, 'onProgress' | 'signal'>>) => Promise<TaskOutcome<Result>>,
  post: (reply: WorkerReply<Result>, transfer?: Transferable[]) => void,
): Promise<void> {
  const { requestId } = request
  if (request.kind === 'cancel') {
    running.get(requestId)?.abort()
    return
  }
  const controller = new AbortController()
  running.set(requestId, controller)
  const { signal } = controller
  try {
    const onProgress = (doneShare: number) => post({ kind: 'progress', requestId, doneShare })
    const { result, transfer } = await perform(request.task, { onProgress, signal })
    signal.throwIfAborted()
    post({ kind: 'done', requestId, result }, transfer)
  } catch (error) {
    if (signal.aborted) return
    const { code, message } = error instanceof AppError ? error : new AppError('INTERNAL', `The files could not be read: ${String(error)}`)
    post({ kind: 'failed', requestId, code, message })
  } finally {
    running.delete(requestId)
  }
}

/** Answers what is posted to this worker. */
export function serveCalls<Task, Result>(perform: Parameters<typeof answerCall<Task, Result>>[2]): void {
  // A page's self and a worker's post messages differently, and this file is compiled with the page's types.
  const post: (message: unknown, options: StructuredSerializeOptions) => void = self.postMessage.bind(self)
  const running: RunningTasks = new Map()
  self.addEventListener('message', (event: MessageEvent<WorkerRequest<Task>>) => {
    void answerCall(event.data, running, perform, (reply, transfer = []) => post(reply, { transfer }))
  })
}
