import type { GraphModel } from '@tensorflow/tfjs-converter'
import { cast, concat1d, div, getBackend, moments, reshape, sqrt, sub, Tensor, tidy } from '@tensorflow/tfjs-core'
import type { Tensor1D } from '@tensorflow/tfjs-core'

import type { ModelFiles } from './check-model'
import { createCropReader } from './crop-reader'
import type { CropSquare } from './crop-reader'
import { anchorCount, decodeFaces, detectorSidePx, valuesPerAnchor } from './decode-faces'
import type { Detection } from './detection'
import { createFrameCanvas } from './frame-canvas'
import { buildGraphModel } from './graph-model'
import { memoizePromise } from './memoize-promise'
import type { Models } from './models'
import type { PixelBox } from './pixel-box'

/** What to look for in a frame, both squares. */
export type FrameLook = {
  /** Where faces are looked for. */
  readonly search?: PixelBox
  /** The face whose expression is read. */
  readonly crop?: CropSquare
}

/** An expression as it was read, and how well the face could be seen. */
export type CropReading = {
  /** (labelCount,) probabilities in the manifest's label order. */
  readonly scores: Float32Array
  /** Mean and standard deviation of the crop's grey levels, 0..255. */
  readonly brightness: number
  readonly contrast: number
}

/** What one look gives: the faces in the searched square, the surest first, and the reading of the crop. */
export type FrameSight = { readonly detections: readonly Detection[]; readonly reading?: CropReading }

/** Looks at a frame on the backend that is set, with one small read-back whatever is looked for. */
export type LookAtFrame = (frame: ImageBitmap, look: FrameLook) => Promise<FrameSight>

/** Below this the detector's answers are noise, not worth a second look. 0..1 */
const minDetectionScore = 0.2

/** Levels 0..255 are -1..1 to the detector. */
const levelsHalf = 127.5

const execute = (model: GraphModel, inputs: Readonly<Record<string, Tensor>>, outputNames: readonly string[]): readonly Tensor[] => {
  const results = model.execute({ ...inputs }, [...outputNames])
  return results instanceof Tensor ? [results] : results
}

const flat = (part: Tensor): Tensor1D => reshape(part, [-1])

/** Makes the eye that looks at frames. The detector's files are fetched with the first look, its graph is built anew where the backend changed. */
export function createFrameLooker(models: Models, readDetector: () => Promise<Pick<ModelFiles, 'graph' | 'weights'>>): LookAtFrame {
  const detectorFiles = memoizePromise<'shortRange', Pick<ModelFiles, 'graph' | 'weights'>>(readDetector)
  let built: { readonly model: GraphModel; readonly backendName: string } | undefined
  const searchCanvas = createFrameCanvas(detectorSidePx)
  const readCrop = createCropReader()

  async function detectorGraph(): Promise<GraphModel> {
    const files = await detectorFiles.get('shortRange')
    const backendName = getBackend()
    if (built?.backendName !== backendName) {
      built?.model.dispose()
      built = { model: await buildGraphModel(files), backendName }
    }
    return built.model
  }

  /** (anchorCount + anchorCount * valuesPerAnchor,): the detector's logits, then its regressors. */
  function searchFaces(detector: GraphModel, frame: ImageBitmap, square: PixelBox): readonly Tensor1D[] {
    const placement = { originXPx: square.xPx, originYPx: square.yPx, scale: detectorSidePx / square.widthPx, leanRad: 0 }
    const levels = cast(searchCanvas.pixelsOf(frame, square, placement), 'float32')
    const input = reshape(sub(div(levels, levelsHalf), 1), [1, detectorSidePx, detectorSidePx, 3])
    return execute(detector, { input }, ['classificators', 'regressors']).map(flat)
  }

  return async (frame, { search, crop }) => {
    const [detector, net, manifest] = await Promise.all([detectorGraph(), models.graph('face-emotion'), models.manifest('face-emotion')])
    const labelCount = crop === undefined ? 0 : manifest.labels.length
    const parts = tidy(() => {
      const searched = search === undefined ? [] : searchFaces(detector, frame, search)
      if (crop === undefined) return concat1d([...searched])
      const grey = readCrop(frame, crop, manifest.crop)
      const [scores] = execute(net, { face: reshape(grey, [1, manifest.crop.heightPx, manifest.crop.widthPx, 1]) }, ['scores'])
      if (scores === undefined) throw new TypeError('Found no output for scores; expected one.')
      const { mean, variance } = moments(grey)
      return concat1d([flat(scores), flat(mean), flat(sqrt(variance)), ...searched])
    })
    let values: Float32Array
    try {
      values = await parts.data<'float32'>()
    } finally {
      parts.dispose()
    }
    const searchedFrom = crop === undefined ? 0 : labelCount + 2
    const logits = values.subarray(searchedFrom, searchedFrom + anchorCount)
    const regressors = values.subarray(searchedFrom + anchorCount, searchedFrom + anchorCount * (1 + valuesPerAnchor))
    return {
      detections: search === undefined ? [] : decodeFaces(regressors, logits, { minScore: minDetectionScore, region: search }),
      ...(crop === undefined
        ? {}
        : {
            reading: {
              scores: values.slice(0, labelCount),
              brightness: values[labelCount] ?? NaN,
              contrast: values[labelCount + 1] ?? NaN,
            },
          }),
    }
  }
}
