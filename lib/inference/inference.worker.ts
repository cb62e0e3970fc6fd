import { memory } from '@tensorflow/tfjs-core'

import { AppError } from '@/lib/core/app-error'
import { cadenceSeries } from '@/lib/core/signal/cadence-series'

import { createBackends } from './backends'
import { estimateRecording } from './estimate-recording'
import { createFaceReader } from './face-reader'
import { fetchFaceDetector } from './fetch-face-detector'
import { fetchModel } from './fetch-model'
import { fuseState } from './fuse-state'
import { createFrameLooker } from './look-at-frame'
import type { InferenceReply, InferenceRequest, InferenceResults, InferenceTask } from './messages'
import { createModels } from './models'
import { readPhoneActivity } from './read-activity'
import { takeBaseline } from './take-baseline'
import { vendorFolders } from './vendor-folders'

// A bundler may start this worker from a blob: URL, against which a path alone cannot be resolved.
const vendorUrl = (folder: string) => `${self.location.origin}/vendor/${folder}`

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
  }
}

const reply = (message: InferenceReply) => self.postMessage(message)

async function answer({ requestId, task }: InferenceRequest): Promise<void> {
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

// One request at a time: the backend is one for all models, and must not change under a run.
let last: Promise<void> = Promise.resolve()

self.onmessage = (event: MessageEvent<InferenceRequest>) => {
  last = last.then(() => answer(event.data))
}
