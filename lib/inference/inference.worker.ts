import { memory } from '@tensorflow/tfjs-core'

import { AppError } from '@/lib/core/app-error'
import { assessRecording } from '@/lib/core/signal/assess-recording'
import { cadenceSeries } from '@/lib/core/signal/cadence-series'
import { withBeats } from '@/lib/core/signal/derive-intervals'
import type { Recording } from '@/lib/core/signal/recording'

import { createBackends } from './backends'
import { embedSongs } from './embed-songs'
import { estimateRecording } from './estimate-recording'
import { createFaceReader } from './face-reader'
import { fetchFaceDetector } from './fetch-face-detector'
import { fetchModel } from './fetch-model'
import { fuseState } from './fuse-state'
import { createFrameLooker } from './look-at-frame'
import type { InferenceResults, InferenceTask } from './messages'
import { createModels } from './models'
import { readPhoneActivity } from './read-activity'
import { serveTasks } from './serve-tasks'
import { takeBaseline } from './take-baseline'
import { vendorFolders } from './vendor-folders'
import { vendorUrl } from './vendor-url'

const models = createModels(fetchModel)
const backends = createBackends(models, `${vendorUrl(vendorFolders.tfjs)}/`)
const faceReader = createFaceReader(
  models,
  createFrameLooker(models, () => fetchFaceDetector(vendorUrl(vendorFolders.faceDetector))),
)
/** The recordings that the page asks about, by the numbers that it gave them. */
const recordings = new Map<number, Recording>()

function heldRecording(recordingId: number): Recording {
  const recording = recordings.get(recordingId)
  if (recording === undefined) throw new AppError('INTERNAL', `Recording ${recordingId} was asked about, but is not held here.`)
  return recording
}

async function perform(task: InferenceTask, onProgress: (doneShare: number) => void): Promise<InferenceResults[InferenceTask['kind']]> {
  switch (task.kind) {
    case 'start':
      return backends.start()
    case 'chooseBackend':
      return backends.choose(task.backendName)
    case 'timeModels':
      return backends.timeModels(task.backendName)
    case 'measureMemory': {
      const { numTensors, numBytes } = memory()
      return { tensorCount: numTensors, tensorBytes: numBytes }
    }
    case 'estimateFace':
      try {
        await backends.start()
        return await faceReader.read(task.frame, task.timestampMs, task.frameKind, task.chosenPoint)
      } finally {
        task.frame.close()
      }
    case 'holdRecording':
      recordings.set(task.recordingId, withBeats(task.recording))
      return undefined
    case 'dropRecording':
      recordings.delete(task.recordingId)
      return undefined
    case 'estimateRecording':
      await backends.start()
      return estimateRecording(models, task.modelId, heldRecording(task.recordingId), onProgress, task.baseline)
    case 'takeBaseline':
      return takeBaseline(models, heldRecording(task.recordingId), task.stretch)
    case 'assessRecording':
      return assessRecording(heldRecording(task.recordingId))
    case 'estimateCadence':
      return cadenceSeries(heldRecording(task.recordingId))
    case 'activityWindowSpec':
      return (await models.manifest('activity')).windowSpec
    case 'estimateActivity':
      await backends.start()
      return readPhoneActivity(models, task.windows, task.upright)
    case 'fuseState':
      await backends.start()
      return fuseState(models, task.userState)
    case 'embedSongs':
      await backends.start()
      return embedSongs(models, task.songs)
  }
}

serveTasks(perform)
