import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { setBackend } from '@tensorflow/tfjs-core'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'

import { graphModelSchema } from '@/lib/contracts/model-manifest'
import { tfliteToGraphModel } from '@/scripts/tflite-to-graph-model.mjs'

import { decodeFaces, detectorSidePx } from './decode-faces'
import { buildGraphModel, runForOutputs } from './graph-model'
import { mergeDetections } from './merge-detections'
import { toDetectorInput } from './tfjs-face-detector'

const rootDir = join(import.meta.dirname, '../..')
const frameWidthPx = 640

/** One of the journeys' drawn pictures, shrunk into the detector's square with black above and below. */
async function readSquare(fileName: string) {
  const { data } = await sharp(join(rootDir, 'e2e/fixtures', fileName))
    .resize(detectorSidePx, detectorSidePx, { fit: 'contain', background: 'black' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data: new Uint8ClampedArray(data) }
}

describe("MediaPipe's face detector as a graph model", () => {
  beforeAll(async () => {
    setWasmPaths(join(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist/'))
    await setBackend('wasm')
  })

  async function findFaces(fileName: string) {
    const file = readFileSync(join(rootDir, 'node_modules/@mediapipe/face_detection/face_detection_short_range.tflite'))
    const { model, weights } = tfliteToGraphModel(file, 'weights.bin')
    const graphModel = await buildGraphModel({ graph: graphModelSchema.parse(model), weights: new Uint8Array(weights).buffer })
    const input = { values: toDetectorInput(await readSquare(fileName)), shape: [1, detectorSidePx, detectorSidePx, 3] }
    const [regressors, logits] = await runForOutputs(graphModel, { input }, ['regressors', 'classificators'])
    graphModel.dispose()
    return mergeDetections(decodeFaces(regressors ?? new Float32Array(), logits ?? new Float32Array(), 0.5))
  }

  it.each(['face-smiling.jpg', 'face-neutral.jpg'])('finds the head in %s where tasks-vision finds it', async (fileName) => {
    const faces = await findFaces(fileName)
    expect(faces.length).toBe(1)
    const scale = frameWidthPx / detectorSidePx
    const { box, score } = faces[0] ?? { box: { xPx: NaN, yPx: NaN, widthPx: NaN, heightPx: NaN }, score: NaN }
    expect(score).toBeGreaterThan(0.8)
    // tasks-vision's box, measured in Chromium: 206, 142, 232 wide; a tenth of it is what two ways of shrinking a picture differ by.
    const toleranceDigits = -1.7
    expect(box.xPx * scale).toBeCloseTo(208, toleranceDigits)
    expect(box.yPx * scale - (frameWidthPx - 480) / 2).toBeCloseTo(145, toleranceDigits)
    expect(box.widthPx * scale).toBeCloseTo(228, toleranceDigits)
  })

  it('finds nobody in an empty room', async () => {
    expect(await findFaces('no-face.jpg')).toEqual([])
  })
})
