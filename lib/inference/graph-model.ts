import { loadGraphModel } from '@tensorflow/tfjs-converter'
import type { GraphModel } from '@tensorflow/tfjs-converter'
import { dispose, tensor, Tensor, tidy } from '@tensorflow/tfjs-core'

import type { ModelFiles } from './check-model'

/** Numbers for one input: values, row by row, of the given shape. */
export type TensorValues = { readonly values: Float32Array; readonly shape: readonly number[] }

/** Builds a graph model on the backend that is set; its weights stay on that backend until it is disposed. */
export function buildGraphModel(files: Pick<ModelFiles, 'graph' | 'weights'>): Promise<GraphModel> {
  const { format, signature, modelTopology, weightsManifest } = files.graph
  const weightSpecs = weightsManifest.flatMap((group) => group.weights)
  return loadGraphModel({ load: async () => ({ format, signature, modelTopology, weightSpecs, weightData: files.weights }) })
}

/** Runs a graph model and returns the named outputs' values in the order of their names, which are those of the contract, as the inputs' are. */
export async function runForOutputs(
  model: GraphModel,
  inputs: Readonly<Record<string, TensorValues>>,
  outputNames: readonly string[],
): Promise<readonly Float32Array[]> {
  const outputs = tidy(() => {
    const tensors = Object.entries(inputs).map(([name, { values, shape }]) => [name, tensor(values, [...shape], 'float32')] as const)
    const results = model.execute(Object.fromEntries(tensors), [...outputNames])
    return results instanceof Tensor ? [results] : results
  })
  try {
    return await Promise.all(outputs.map((output) => output.data<'float32'>()))
  } finally {
    dispose(outputs)
  }
}

/** Runs a graph model and returns one output's values. */
export async function runGraphModel(
  model: GraphModel,
  inputs: Readonly<Record<string, TensorValues>>,
  outputName: string,
): Promise<Float32Array> {
  const [values] = await runForOutputs(model, inputs, [outputName])
  if (values === undefined) throw new TypeError(`Found no output for ${outputName}; expected one.`)
  return values
}
