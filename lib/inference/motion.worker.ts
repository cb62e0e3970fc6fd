import { setBackend } from '@tensorflow/tfjs-core'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import '@tensorflow/tfjs-backend-cpu'

import { AppError } from '@/lib/core/app-error'

import { fetchModel } from './fetch-model'
import { createModels } from './models'
import { readPhoneActivity } from './read-activity'
import { serveTasks } from './serve-tasks'
import { vendorFolders } from './vendor-folders'
import { vendorUrl } from './vendor-url'
import { registerWasmKernels } from './wasm-kernels'

// The worker of the page that a paired phone opens: one small model, which WebAssembly runs in a few milliseconds on any phone, so that
// nothing else of TF.js is loaded and nothing is measured.
setWasmPaths(`${vendorUrl(vendorFolders.tfjs)}/`)
registerWasmKernels()

const models = createModels(fetchModel)
let backend: Promise<void> | undefined

async function setUpBackend(): Promise<void> {
  if ((await setBackend('wasm')) || (await setBackend('cpu'))) return
  throw new AppError('INFERENCE_FAILED', 'The model cannot be run in this browser; expected WebAssembly or plain JavaScript.')
}

serveTasks(async (task) => {
  switch (task.kind) {
    case 'activityWindowSpec':
      return (await models.manifest('activity')).windowSpec
    case 'estimateActivity':
      await (backend ??= setUpBackend())
      return readPhoneActivity(models, task.windows, task.upright)
    default:
      throw new AppError('INFERENCE_FAILED', `The worker of a paired phone was asked for ${task.kind}; it reads activity only.`)
  }
})
