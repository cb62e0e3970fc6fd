import type { GraphModel } from '@tensorflow/tfjs-converter'
import { getBackend } from '@tensorflow/tfjs-core'

import { graphModelSchema } from '@/lib/contracts/model-manifest'
import { AppError } from '@/lib/core/app-error'

import { decodeFaces, detectorSidePx } from './decode-faces'
import { buildGraphModel, runForOutputs } from './graph-model'
import { mergeDetections } from './merge-detections'
import { minDetectionScore } from './region-detector'
import type { RegionDetector } from './region-detector'

const greyLevelsHalf = 127.5

async function fetchVendorFile(url: string): Promise<Response> {
  const response = await fetch(url)
  if (!response.ok) {
    throw new AppError('MODEL_UNREACHABLE', `The face detector could not be fetched: found status ${response.status} for ${url}.`)
  }
  return response
}

/** What the detector takes of its square's pixels: (128, 128, 3), red, green and blue from -1 to 1. */
export function toDetectorInput({ data }: { readonly data: Uint8ClampedArray }): Float32Array {
  const input = new Float32Array(detectorSidePx * detectorSidePx * 3)
  for (let pixel = 0; pixel < detectorSidePx * detectorSidePx; pixel++) {
    for (let colour = 0; colour < 3; colour++) input[3 * pixel + colour] = (data[4 * pixel + colour] ?? 0) / greyLevelsHalf - 1
  }
  return input
}

/**
 * The same detector as MediaPipe's, run by TF.js, for browsers without WebGL, where MediaPipe cannot take pictures in. scripts/prepare-assets.mjs
 * makes its graph model from MediaPipe's own file.
 */
export async function createTfjsFaceDetector(vendorPath: string): Promise<RegionDetector> {
  const [modelJson, weights] = await Promise.all([
    fetchVendorFile(`${vendorPath}/face_detection_short_range.json`).then((response) => response.json()),
    fetchVendorFile(`${vendorPath}/face_detection_short_range.bin`).then((response) => response.arrayBuffer()),
  ])
  const graph = graphModelSchema.parse(modelJson)
  const context = new OffscreenCanvas(detectorSidePx, detectorSidePx).getContext('2d', { willReadFrequently: true })
  if (context === null)
    throw new AppError('INFERENCE_FAILED', 'This browser gives no canvas to draw frames on; expected a 2D canvas in a worker.')
  let built: { readonly model: GraphModel; readonly backendName: string } | undefined

  /** The model on the backend that is set now. */
  async function modelOnBackend(): Promise<GraphModel> {
    const backendName = getBackend()
    if (built?.backendName !== backendName) {
      built?.model.dispose()
      built = { model: await buildGraphModel({ graph, weights }), backendName }
    }
    return built.model
  }

  return {
    async detect(frame, region) {
      // The region fills the square's longer side and lies in its middle; the rest stays black.
      const scale = detectorSidePx / Math.max(region.widthPx, region.heightPx)
      const widthPx = region.widthPx * scale
      const heightPx = region.heightPx * scale
      const left = (detectorSidePx - widthPx) / 2
      const top = (detectorSidePx - heightPx) / 2
      context.fillStyle = 'black'
      context.fillRect(0, 0, detectorSidePx, detectorSidePx)
      context.drawImage(frame, region.xPx, region.yPx, region.widthPx, region.heightPx, left, top, widthPx, heightPx)
      const values = toDetectorInput(context.getImageData(0, 0, detectorSidePx, detectorSidePx))
      const input = { values, shape: [1, detectorSidePx, detectorSidePx, 3] }
      const [regressors, logits] = await runForOutputs(await modelOnBackend(), { input }, ['regressors', 'classificators'])
      if (regressors === undefined || logits === undefined) throw new TypeError('The face detector gave one output; expected two.')
      return mergeDetections(decodeFaces(regressors, logits, minDetectionScore)).map(({ box, score }) => ({
        score,
        box: {
          xPx: region.xPx + (box.xPx - left) / scale,
          yPx: region.yPx + (box.yPx - top) / scale,
          widthPx: box.widthPx / scale,
          heightPx: box.heightPx / scale,
        },
      }))
    },
  }
}
