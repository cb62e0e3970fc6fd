import type { ModelId } from '@/lib/contracts/model-manifest'
import { AppError } from '@/lib/core/app-error'

import { checkModel } from './check-model'
import type { ModelFiles } from './check-model'
import { modelFolders } from './model-folders'

async function fetchFile(modelId: ModelId, fileName: string): Promise<Response> {
  // A bundler may start the worker from a blob: URL, against which a path alone cannot be resolved.
  const url = new URL(`/models/${modelFolders[modelId]}/${fileName}`, self.location.origin)
  let response: Response
  try {
    response = await fetch(url)
  } catch (cause) {
    throw new AppError(
      'MODEL_UNREACHABLE',
      `The ${modelId} model could not be fetched: no answer for ${url.pathname}. Check that Attune is running.`,
      { cause },
    )
  }
  if (!response.ok) {
    throw new AppError(
      'MODEL_UNREACHABLE',
      `The ${modelId} model could not be fetched: found status ${response.status} for ${url.pathname}; expected the file.`,
    )
  }
  return response
}

async function fetchJson(modelId: ModelId, fileName: string): Promise<unknown> {
  const response = await fetchFile(modelId, fileName)
  try {
    return await response.json()
  } catch (cause) {
    throw new AppError(
      'MODEL_MISMATCH',
      `The ${modelId} model has a ${fileName} that is no JSON; expected what training/export.py wrote.`,
      { cause },
    )
  }
}

async function fetchWeights(modelId: ModelId): Promise<ArrayBuffer> {
  const response = await fetchFile(modelId, 'weights.bin')
  try {
    return await response.arrayBuffer()
  } catch (cause) {
    throw new AppError('MODEL_UNREACHABLE', `The ${modelId} model arrived in part only: weights.bin broke off.`, { cause })
  }
}

/** Fetches a model's manifest, graph and weights from this site and checks them. */
export async function fetchModel(modelId: ModelId): Promise<ModelFiles> {
  const [manifestJson, graphJson, weights] = await Promise.all([
    fetchJson(modelId, 'manifest.json'),
    fetchJson(modelId, 'model.json'),
    fetchWeights(modelId),
  ])
  return checkModel(modelId, { manifestJson, graphJson, weights })
}
