import type { ModelManifest } from '@/lib/contracts/model-manifest'

import type { TensorValues } from './graph-model'

/** Made-up inputs of the right shapes for a batch of one: mid-range values, which no real reading is needed for. */
export function probeInputs(manifest: ModelManifest): Record<string, TensorValues> {
  return Object.fromEntries(
    manifest.inputs.map(({ name, shape }) => {
      const single = shape.map((size) => (size === -1 ? 1 : size))
      const values = new Float32Array(single.reduce((product, size) => product * size, 1)).fill(0.5)
      return [name, { values, shape: single }]
    }),
  )
}
