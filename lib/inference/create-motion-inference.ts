import type { Inference } from './inference'
import { createWorkerCalls } from './worker-calls'

const startMotionWorker = () => new Worker(new URL('./motion.worker.ts', import.meta.url), { name: 'attune-motion' })

/** The part of inference that reads a phone's motion and nothing else, in a worker small enough for a page that a phone opens once. */
export function createMotionInference(
  startWorker: () => Worker = startMotionWorker,
): Pick<Inference, 'activityWindowSpec' | 'estimateActivity' | 'dispose'> {
  const { call, stop } = createWorkerCalls(startWorker)
  return {
    activityWindowSpec: () => call<'activityWindowSpec'>({ kind: 'activityWindowSpec' }),
    estimateActivity: (windows, upright) =>
      call<'estimateActivity'>({ kind: 'estimateActivity', windows, ...(upright === undefined ? {} : { upright }) }),
    dispose: () => stop('Inference was closed.'),
  }
}
