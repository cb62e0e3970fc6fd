import { existsSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'

import '@tensorflow/tfjs-backend-cpu'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { env, memory, setBackend } from '@tensorflow/tfjs-core'
import { afterAll, describe, expect, it } from 'vitest'

import { goldenSchema, modelManifestSchema } from '@/lib/contracts/model-manifest'

import { buildGraphModel, runGraphModel } from './graph-model'
import { modelFolders } from './model-folders'
import { createModels } from './models'
import { probeInputs } from './probe-inputs'
import { modelsDir, readModelJson, readShippedModel } from './test-support'
import { registerWasmKernels } from './wasm-kernels'

const folders = readdirSync(modelsDir).filter((folder) => existsSync(join(modelsDir, folder, 'golden.json')))

// Says nothing of how to be faster in Node: these models are meant for browsers.
env().set('IS_TEST', true)

const wasmPackage = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')
setWasmPaths(join(dirname(wasmPackage), 'dist/'))
registerWasmKernels()

const toTensorValues = ({ shape, values }: { shape: number[]; values: number[] }) => ({ shape, values: Float32Array.from(values) })

describe('the shipped models', () => {
  it('are all there', () => {
    expect(folders.toSorted()).toEqual(Object.values(modelFolders).toSorted())
  })
})

// The expression net takes a second a run on plain JavaScript where the machine is busy.
describe.each(['cpu', 'wasm'])('on the %s backend', { timeout: 60_000 }, (backendName) => {
  afterAll(() => setBackend('cpu'))

  it.each(folders)('%s gives the outputs that it was exported with', async (folder) => {
    expect(await setBackend(backendName)).toBe(true)
    const { modelId } = modelManifestSchema.parse(await readModelJson(folder, 'manifest.json'))
    const { tolerance, cases } = goldenSchema.parse(await readModelJson(folder, 'golden.json'))
    expect(tolerance).toBeLessThanOrEqual(1e-4)
    const model = await buildGraphModel(await readShippedModel(modelId, folder))
    for (const { inputs, outputs } of cases) {
      const tensors = Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, toTensorValues(tensor)]))
      for (const [name, expected] of Object.entries(outputs)) {
        const found = await runGraphModel(model, tensors, name)
        expect(found.length).toBe(expected.values.length)
        const largestDifference = Math.max(...expected.values.map((value, index) => Math.abs(value - (found[index] ?? NaN))))
        expect(largestDifference).toBeLessThanOrEqual(tolerance)
      }
    }
    model.dispose()
  })

  it.each(folders)('%s leaves no tensor behind, neither after a run nor after it is disposed', async (folder) => {
    expect(await setBackend(backendName)).toBe(true)
    const { modelId } = modelManifestSchema.parse(await readModelJson(folder, 'manifest.json'))
    const models = createModels((id) => readShippedModel(id, folder))
    const manifest = await models.manifest(modelId)
    const inputs = probeInputs(manifest)
    const outputName = manifest.outputs[0]?.name ?? ''
    const countBefore = memory().numTensors
    await models.run(modelId, inputs, outputName)
    const countLoaded = memory().numTensors
    expect(countLoaded).toBeGreaterThan(countBefore)
    await models.run(modelId, inputs, outputName)
    await expect(models.run(modelId, inputs, 'noSuchOutput')).rejects.toThrow('noSuchOutput')
    expect(memory().numTensors).toBe(countLoaded)
    await models.disposeGraphs()
    expect(memory().numTensors).toBe(countBefore)
  })
})
