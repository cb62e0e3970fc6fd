import { createHeldRecordings } from './held-recordings'
import type { MeasurableInference } from './inference'
import { createWorkerCalls } from './worker-calls'

const startInferenceWorker = () => new Worker(new URL('./inference.worker.ts', import.meta.url), { name: 'attune-inference' })

/** The page's end of inference. */
export function createInference(startWorker: () => Worker = startInferenceWorker): MeasurableInference {
  const { call, stop } = createWorkerCalls(startWorker, () => held.forgetAll())
  const held = createHeldRecordings(
    ({ transfer, ...handover }) => call<'holdRecording'>({ kind: 'holdRecording', ...handover }, { transfer }),
    (recordingId) => {
      // A worker that ends before it answers has let go of everything.
      call<'dropRecording'>({ kind: 'dropRecording', recordingId }).catch(() => {})
    },
  )
  return {
    start: () => call<'start'>({ kind: 'start' }),
    chooseBackend: (backendName) => call<'chooseBackend'>({ kind: 'chooseBackend', backendName }),
    estimateFace: (frame, timestampMs, frameKind, chosenPoint) =>
      call<'estimateFace'>(
        { kind: 'estimateFace', frame, timestampMs, frameKind, ...(chosenPoint === undefined ? {} : { chosenPoint }) },
        { transfer: [frame] },
      ),
    estimateRecording: (modelId, recording, onProgress, baseline) =>
      held.ask(recording, (recordingId) =>
        call<'estimateRecording'>(
          { kind: 'estimateRecording', modelId, recordingId, ...(baseline === undefined ? {} : { baseline }) },
          onProgress === undefined ? {} : { onProgress },
        ),
      ),
    takeBaseline: (recording, stretch) =>
      held.ask(recording, (recordingId) =>
        call<'takeBaseline'>({ kind: 'takeBaseline', recordingId, ...(stretch === undefined ? {} : { stretch }) }),
      ),
    assessRecording: (recording) => held.ask(recording, (recordingId) => call<'assessRecording'>({ kind: 'assessRecording', recordingId })),
    estimateCadence: (recording) => held.ask(recording, (recordingId) => call<'estimateCadence'>({ kind: 'estimateCadence', recordingId })),
    forgetRecording: held.forget,
    activityWindowSpec: () => call<'activityWindowSpec'>({ kind: 'activityWindowSpec' }),
    estimateActivity: (windows, upright) =>
      call<'estimateActivity'>({ kind: 'estimateActivity', windows, ...(upright === undefined ? {} : { upright }) }),
    fuseState: (userState) => call<'fuseState'>({ kind: 'fuseState', userState }),
    embedSongs: (songs) => call<'embedSongs'>({ kind: 'embedSongs', songs }),
    timeModels: (backendName) => call<'timeModels'>({ kind: 'timeModels', backendName }),
    measureMemory: () => call<'measureMemory'>({ kind: 'measureMemory' }),
    dispose: () => stop('Inference was closed.'),
  }
}
