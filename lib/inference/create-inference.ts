import type { Recording } from '@/lib/core/signal/recording'

import type { MeasurableInference } from './inference'
import { createWorkerCalls } from './worker-calls'

const startInferenceWorker = () => new Worker(new URL('./inference.worker.ts', import.meta.url), { name: 'attune-inference' })

/** The page's end of inference. */
export function createInference(startWorker: () => Worker = startInferenceWorker): MeasurableInference {
  const { call, stop } = createWorkerCalls(startWorker)
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
        {
          kind: 'estimateRecording',
          modelId,
          recording: modelId === 'activity' ? onlyMotion(recording) : recording,
          ...(baseline === undefined ? {} : { baseline }),
        },
        onProgress === undefined ? {} : { onProgress },
      ),
    takeBaseline: (recording, stretch) =>
      call<'takeBaseline'>({ kind: 'takeBaseline', recording, ...(stretch === undefined ? {} : { stretch }) }),
    assessRecording: (recording) => call<'assessRecording'>({ kind: 'assessRecording', recording }),
    estimateCadence: (recording) => call<'estimateCadence'>({ kind: 'estimateCadence', recording: onlyMotion(recording) }),
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

/** A recording without its heart, the largest part of a wearable's, which is copied for nothing where movement alone is read. */
function onlyMotion(recording: Recording): Recording {
  const { beats: _beats, series, ...rest } = recording
  const { bvp: _bvp, rrInterval: _rrInterval, heartRate: _heartRate, ...moving } = series
  return { ...rest, series: moving }
}
