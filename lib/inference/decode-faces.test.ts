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

const rootDir = join(import.meta.dirname, '../..')
const frameWidthPx = 640

/** One of the journeys' drawn pictures, shrunk into the detector's square with black above and below. */
async function readSquare(fileName: string) {
  const { data } = await sharp(join(rootDir, 'e2e/fixtures', fileName))
    .resize(detectorSidePx, detectorSidePx, { fit: 'contain', background: 'black' })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  // Levels 0..255 are -1..1 to the detector; the fourth is the opacity.
  return Float32Array.from(
    { length: (data.length / 4) * 3 },
    (_, index) => (data[4 * Math.floor(index / 3) + (index % 3)] ?? 0) / 127.5 - 1,
  )
}

/** The frame whose shrunk picture lies in the square: its width is the square's, black above and below. */
const wholeFrame = { xPx: 0, yPx: (480 - frameWidthPx) / 2, widthPx: frameWidthPx, heightPx: frameWidthPx }

describe("MediaPipe's face detector as a graph model", () => {
  beforeAll(async () => {
    setWasmPaths(join(dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist/'))
    await setBackend('wasm')
  })

  async function findFaces(fileName: string) {
    const file = readFileSync(join(rootDir, 'node_modules/@mediapipe/face_detection/face_detection_short_range.tflite'))
    const { model, weights } = tfliteToGraphModel(file, 'weights.bin')
    const graphModel = await buildGraphModel({ graph: graphModelSchema.parse(model), weights: new Uint8Array(weights).buffer })
    const input = { values: await readSquare(fileName), shape: [1, detectorSidePx, detectorSidePx, 3] }
    const [regressors, logits] = await runForOutputs(graphModel, { input }, ['regressors', 'classificators'])
    graphModel.dispose()
    return decodeFaces(regressors ?? new Float32Array(), logits ?? new Float32Array(), { minScore: 0.5, region: wholeFrame })
  }

  it.each(['face-smiling.jpg', 'face-neutral.jpg'])('finds the head in %s where tasks-vision finds it', async (fileName) => {
    const faces = await findFaces(fileName)
    expect(faces.length).toBe(1)
    const [face] = faces
    expect(face?.score).toBeGreaterThan(0.8)
    // tasks-vision's box, measured in Chromium: 206, 142, 232 wide; a twentieth of it is what two ways of shrinking a picture differ by.
    const toleranceDigits = -1.4
    expect(face?.box.xPx).toBeCloseTo(206, toleranceDigits)
    expect(face?.box.yPx).toBeCloseTo(142, toleranceDigits)
    expect(face?.box.widthPx).toBeCloseTo(232, toleranceDigits)
    // Where the drawing has them: eyes at 268 and 372, 207 down, the nose's tip in the middle above the mouth.
    expect(face?.points.rightEye.xPx).toBeCloseTo(268, toleranceDigits)
    expect(face?.points.leftEye.xPx).toBeCloseTo(372, toleranceDigits)
    expect(face?.points.leftEye.yPx).toBeCloseTo(207, toleranceDigits)
    expect(face?.points.nose.xPx).toBeCloseTo(320, toleranceDigits)
    expect(face?.points.mouth.yPx).toBeGreaterThan(face?.points.nose.yPx ?? NaN)
  })

  it('finds nobody in an empty room', async () => {
    expect(await findFaces('no-face.jpg')).toEqual([])
  })
})
