import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

import { tfliteToGraphModel } from './tflite-to-graph-model.mjs'

// The file that MediaPipe's own build pins.
const faceDetectorSha256 = '3bc182eb9f33925d9e58b5c8d59308a760f4adea8f282370e428c51212c26633'
const detectorWeightsName = 'face_detection_short_range.bin'

const tfjsChanges = `These files come unchanged from the npm package @tensorflow/tfjs-backend-wasm (Copyright Google LLC, Apache License 2.0).
`
const detectorChanges = `face_detection_short_range.json and .bin are the face detector of the npm package @mediapipe/face_detection (Copyright The MediaPipe
Authors, Apache License 2.0), changed: the TensorFlow Lite file was written as a TF.js graph model. The weights are as published, in
another order.

scripts/prepare-assets.mjs of Attune made these changes.
`

/** The face detector as its package has it. */
async function readFaceDetector(rootDir) {
  const path = join(rootDir, 'node_modules/@mediapipe/face_detection/face_detection_short_range.tflite')
  const model = await readFile(path)
  const found = createHash('sha256').update(model).digest('hex')
  if (found !== faceDetectorSha256) {
    throw new Error(
      `The face detector in @mediapipe/face_detection has sha256 ${found}; expected ${faceDetectorSha256}. Reinstall with: npm ci`,
    )
  }
  return model
}

async function versionOf(rootDir, packageName) {
  const { version } = JSON.parse(await readFile(join(rootDir, 'node_modules', packageName, 'package.json'), 'utf8'))
  return version
}

/** Every file of public/vendor: its path there, and how its bytes are had. Folders carry the version, so that browsers may keep them for good. */
async function listAssets(rootDir) {
  const detector = `face-detection-${await versionOf(rootDir, '@mediapipe/face_detection')}`
  const tfjs = `tfjs-${await versionOf(rootDir, '@tensorflow/tfjs-backend-wasm')}`
  const fromPackage = (path) => () => readFile(join(rootDir, 'node_modules', path))
  const text = (content) => async () => Buffer.from(content)
  const convert = async () => tfliteToGraphModel(await readFaceDetector(rootDir), detectorWeightsName)
  // Neither Google package ships the text of its licence; TypeScript comes under the same one.
  const apacheLicence = fromPackage('typescript/LICENSE')
  return [
    { target: `${detector}/face_detection_short_range.json`, read: async () => Buffer.from(JSON.stringify((await convert()).model)) },
    { target: `${detector}/${detectorWeightsName}`, read: async () => (await convert()).weights },
    { target: `${detector}/LICENSE.txt`, read: apacheLicence },
    { target: `${detector}/CHANGES.txt`, read: text(detectorChanges) },
    ...['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'].map((name) => ({
      target: `${tfjs}/${name}`,
      read: fromPackage(`@tensorflow/tfjs-backend-wasm/dist/${name}`),
    })),
    { target: `${tfjs}/LICENSE.txt`, read: apacheLicence },
    { target: `${tfjs}/CHANGES.txt`, read: text(tfjsChanges) },
  ]
}

async function readIfThere(path) {
  try {
    return await readFile(path)
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}

/**
 * Fills public/vendor with what the browser needs from npm packages: TF.js' WebAssembly and MediaPipe's face detector.
 * Files that are already right are left alone, folders of other versions removed. Returns how many were written.
 */
export async function prepareAssets({ rootDir, onProgress = () => {} }) {
  const vendorDir = join(rootDir, 'public/vendor')
  const assets = await listAssets(rootDir)
  let writtenCount = 0
  for (const [index, { target, read }] of assets.entries()) {
    const path = join(vendorDir, target)
    const bytes = await read()
    const present = await readIfThere(path)
    if (present === undefined || !present.equals(bytes)) {
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, bytes)
      writtenCount++
    }
    onProgress({ doneCount: index + 1, totalCount: assets.length, target })
  }
  const folders = new Set(assets.map(({ target }) => dirname(target)))
  for (const name of await readdir(vendorDir)) {
    if (!folders.has(name)) await rm(join(vendorDir, name), { recursive: true })
  }
  return { writtenCount, totalCount: assets.length }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const rootDir = join(dirname(fileURLToPath(import.meta.url)), '..')
  const onProgress = ({ doneCount, totalCount, target }) => process.stdout.write(`[${doneCount}/${totalCount}] ${target}\n`)
  const { writtenCount, totalCount } = await prepareAssets({ rootDir, onProgress })
  process.stdout.write(`Browser assets ready: ${writtenCount} written, ${totalCount - writtenCount} up to date.\n`)
}
