import { loadGraphModel } from '@tensorflow/tfjs-converter'
import type { GraphModel } from '@tensorflow/tfjs-converter'
import { tensor, Tensor, tidy } from '@tensorflow/tfjs-core'

import type { ModelFiles } from './check-model'

/** Numbers for one input: values, row by row, of the given shape. */
export type TensorValues = { readonly values: Float32Array; readonly shape: readonly number[] }

/** Builds a graph model on the backend that is set; its weights stay on that backend until it is disposed. */
export function buildGraphModel(files: ModelFiles): Promise<GraphModel> {
  const { format, signature, modelTopology, weightsManifest } = files.graph
  const weightSpecs = weightsManifest.flatMap((group) => group.weights)
  return loadGraphModel({ load: async () => ({ format, signature, modelTopology, weightSpecs, weightData: files.weights }) })
}

/** Runs a graph model and returns one output's values; inputs and the output go by their names in the contract. */
export async function runGraphModel(
  model: GraphModel,
  inputs: Readonly<Record<string, TensorValues>>,
  outputName: string,
): Promise<Float32Array> {
  const output = tidy(() => {
    const tensors = Object.entries(inputs).map(([name, { values, shape }]) => [name, tensor(values, [...shape], 'float32')] as const)
    const result = model.execute(Object.fromEntries(tensors), outputName)
    // One output name gives one tensor; the type allows for several.
    if (!(result instanceof Tensor)) throw new TypeError(`Found ${result.length} tensors for ${outputName}; expected one.`)
    return result
  })
  try {
    return await output.data<'float32'>()
  } finally {
    output.dispose()
  }
}
