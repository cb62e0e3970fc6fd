import { AppError } from '@/lib/core/app-error'

import type { InferenceReply, InferenceRequest, InferenceResults, InferenceTask } from './messages'

type Perform = (task: InferenceTask, onProgress: (doneShare: number) => void) => Promise<InferenceResults[InferenceTask['kind']]>

const reply = (message: InferenceReply) => self.postMessage(message)

/** Answers the page from inside a worker, one request at a time: the backend is one for all models, and must not change under a run. */
export function serveTasks(perform: Perform): void {
  const answer = async ({ requestId, task }: InferenceRequest): Promise<void> => {
    try {
      const result = await perform(task, (doneShare) => reply({ requestId, kind: 'progress', doneShare }))
      reply({ requestId, kind: 'done', result })
    } catch (error) {
      const isOurs = error instanceof AppError
      const message = error instanceof Error ? error.message : String(error)
      reply({
        requestId,
        kind: 'failed',
        code: isOurs ? error.code : 'INFERENCE_FAILED',
        message: isOurs ? message : `A model could not be run: ${message}`,
      })
    }
  }

  let last: Promise<void> = Promise.resolve()
  self.onmessage = (event: MessageEvent<InferenceRequest>) => {
    last = last.then(() => answer(event.data))
  }
}
