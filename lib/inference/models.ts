import type { GraphModel } from '@tensorflow/tfjs-converter'

import type { ManifestOf, ModelId, ModelManifest } from '@/lib/contracts/model-manifest'

import type { ModelFiles } from './check-model'
import { buildGraphModel, runGraphModel } from './graph-model'
import type { TensorValues } from './graph-model'
import { memoizePromise } from './memoize-promise'

/** The models by id: fetched once, built on first use on the backend that is set then. */
export type Models = {
  manifest<Id extends ModelId>(modelId: Id): Promise<ManifestOf<Id>>
  /** A model's graph, for work whose tensors stay on the backend. */
  graph(modelId: ModelId): Promise<GraphModel>
  /** Runs a model on named inputs and returns the named output's values. */
  run(modelId: ModelId, inputs: Readonly<Record<string, TensorValues>>, outputName: string): Promise<Float32Array>
  /** Frees the graphs but keeps the fetched files: call it before the backend changes. */
  disposeGraphs(): Promise<void>
}

function isManifestOf<Id extends ModelId>(manifest: ModelManifest, modelId: Id): manifest is ManifestOf<Id> {
  return manifest.modelId === modelId
}

/** Makes the models from a reader of their files. */
export function createModels(readModel: (modelId: ModelId) => Promise<ModelFiles>): Models {
  const files = memoizePromise(readModel)
  const graphs = memoizePromise(async (modelId: ModelId) => buildGraphModel(await files.get(modelId)))
  return {
    async manifest(modelId) {
      const { manifest } = await files.get(modelId)
      if (!isManifestOf(manifest, modelId)) throw new TypeError(`Found the manifest of ${manifest.modelId}; expected that of ${modelId}.`)
      return manifest
    },
    graph: (modelId) => graphs.get(modelId),
    async run(modelId, inputs, outputName) {
      return runGraphModel(await graphs.get(modelId), inputs, outputName)
    },
    async disposeGraphs() {
      for (const graph of await graphs.settled()) graph.dispose()
      graphs.clear()
    },
  }
}
