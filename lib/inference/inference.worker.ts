import { memory } from '@tensorflow/tfjs-core'

import { assessRecording } from '@/lib/core/signal/assess-recording'
import { cadenceSeries } from '@/lib/core/signal/cadence-series'

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
    case 'estimateRecording':
      await backends.start()
      return estimateRecording(models, task.modelId, task.recording, onProgress, task.baseline)
    case 'takeBaseline':
      return takeBaseline(models, task.recording, task.stretch)
    case 'assessRecording':
      return assessRecording(task.recording)
    case 'estimateCadence':
      return cadenceSeries(task.recording)
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
