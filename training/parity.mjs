// Runs exported models in TF.js (CPU and WASM) and compares them with their golden cases, or with those of a file in the same form.
// usage: node training/parity.mjs [--cases cases.json] [--backend cpu|wasm] [public/models/<model-id>-v<n> ...]   (default: all of public/models)
import fs from 'node:fs'
import path from 'node:path'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import * as tf from '@tensorflow/tfjs'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'

const TIMED_RUN_COUNT = 30

const require = createRequire(import.meta.url)
const modelsDir = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', 'public', 'models')
const { values: options, positionals: given } = parseArgs({
  options: { cases: { type: 'string' }, backend: { type: 'string' } },
  allowPositionals: true,
})
const folders =
  given.length > 0
    ? given
    : fs
        .readdirSync(modelsDir)
        .map((name) => path.join(modelsDir, name))
        .filter((folder) => fs.existsSync(path.join(folder, 'golden.json')))

const readJson = (file) => JSON.parse(fs.readFileSync(file, 'utf8'))

function loadModel(folder) {
  const { modelTopology, signature, format, weightsManifest } = readJson(path.join(folder, 'model.json'))
  const bytes = fs.readFileSync(path.join(folder, weightsManifest[0].paths[0]))
  const weightData = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
  const artifacts = { modelTopology, signature, format, weightData, weightSpecs: weightsManifest[0].weights }
  return tf.loadGraphModel({ load: async () => artifacts })
}

async function largestDifference(model, testCase) {
  const inputs = Object.fromEntries(
    Object.entries(testCase.inputs).map(([name, { shape, values }]) => [name, tf.tensor(values, shape)]),
  )
  const outputs = model.predict(inputs)
  const byName = outputs instanceof tf.Tensor ? { [Object.keys(model.modelSignature.outputs)[0]]: outputs } : outputs
  let largest = 0
  for (const [name, expected] of Object.entries(testCase.outputs)) {
    const index = Object.keys(model.modelSignature.outputs).indexOf(name)
    const found = await (byName[name] ?? byName[index]).data()
    if (found.length !== expected.values.length) throw new Error(`${name}: ${found.length} values, expected ${expected.values.length}`)
    found.forEach((value, i) => {
      const difference = Math.abs(value - expected.values[i])
      largest = Number.isNaN(difference) ? Infinity : Math.max(largest, difference)
    })
  }
  tf.dispose([outputs, inputs])
  return largest
}

async function medianRun(model, testCase) {
  const durationsMs = []
  for (let run = 0; run < TIMED_RUN_COUNT; run++) {
    const startMs = performance.now()
    await largestDifference(model, testCase)
    durationsMs.push(performance.now() - startMs)
  }
  durationsMs.sort((a, b) => a - b)
  return `median ${durationsMs[TIMED_RUN_COUNT / 2].toFixed(1)} ms`
}

setWasmPaths(path.join(path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist') + path.sep)
let isEveryModelEqual = true
for (const backend of options.backend === undefined ? ['cpu', 'wasm'] : [options.backend]) {
  if (!(await tf.setBackend(backend))) throw new Error(`The ${backend} backend did not start.`)
  for (const folder of folders) {
    const { cases, tolerance } = readJson(options.cases ?? path.join(folder, 'golden.json'))
    const model = await loadModel(folder)
    const differences = []
    for (const testCase of cases) differences.push(await largestDifference(model, testCase))
    const largest = Math.max(...differences)
    const isEqual = largest <= tolerance
    isEveryModelEqual &&= isEqual
    // Cases of somebody's own are not alike, so their time says nothing.
    const time = options.cases === undefined ? `, ${await medianRun(model, cases[0])}` : ''
    console.log(
      `${isEqual ? 'equal' : 'DIFFERS'}  ${path.basename(folder)} on ${backend}: ${cases.length} cases, ` +
        `largest difference ${largest.toExponential(1)} (tolerance ${tolerance})${time}`,
    )
    model.dispose()
  }
}
process.exitCode = isEveryModelEqual ? 0 : 1
