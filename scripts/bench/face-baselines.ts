import { FaceDetector } from '@mediapipe/tasks-vision'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { setBackend } from '@tensorflow/tfjs-core'

import type { Detection } from '@/lib/inference/detection'
import { fetchFaceDetector } from '@/lib/inference/fetch-face-detector'
import { fetchModel } from '@/lib/inference/fetch-model'
import { createFrameLooker } from '@/lib/inference/look-at-frame'
import { createModels } from '@/lib/inference/models'
import type { PixelBox } from '@/lib/inference/pixel-box'
import { scanLevels } from '@/lib/inference/scan-levels'
import { scanSquares } from '@/lib/inference/scan-squares'
import { vendorFolders } from '@/lib/inference/vendor-folders'

/** Finds the surest face of a still scene, if one scores .5. */
export type FindFace = (scene: OffscreenCanvas) => Promise<PixelBox | undefined>

const minScore = 0.5
const wasmPath = `/vendor/${vendorFolders.tfjs}/`

/** The detector as it comes: one look at the whole frame. */
export async function createWholeFrameFinder(): Promise<FindFace> {
  setWasmPaths(wasmPath)
  await setBackend('wasm')
  const look = createFrameLooker(createModels(fetchModel), () => fetchFaceDetector(`/vendor/${vendorFolders.faceDetector}`))
  return async (scene) => {
    const frame = await createImageBitmap(scene)
    const [search] = scanSquares({ widthPx: frame.width, heightPx: frame.height }, scanLevels[0] ?? { magnification: 1, overlapShare: 0 })
    const { detections }: { readonly detections: readonly Detection[] } = await look(frame, search === undefined ? {} : { search })
    frame.close()
    return detections.find(({ score }) => score >= minScore)?.box
  }
}

/** MediaPipe's own run time, which the bench's server has under /tasks-vision/, with the same detector as a TensorFlow Lite file at an address. */
export async function createMediapipeFinder(detectorAddress: string): Promise<FindFace> {
  const weights = await fetch(detectorAddress)
  const detector = await FaceDetector.createFromOptions(
    { wasmLoaderPath: '/tasks-vision/vision_wasm_internal.js', wasmBinaryPath: '/tasks-vision/vision_wasm_internal.wasm' },
    {
      baseOptions: { modelAssetBuffer: new Uint8Array(await weights.arrayBuffer()), delegate: 'CPU' },
      runningMode: 'IMAGE',
      minDetectionConfidence: minScore,
    },
  )
  return async (scene) => {
    const frame = await createImageBitmap(scene)
    const { detections } = detector.detect(frame)
    frame.close()
    const box = detections[0]?.boundingBox
    return box && { xPx: box.originX, yPx: box.originY, widthPx: box.width, heightPx: box.height }
  }
}

/** What of @vladmandic/human is used here. */
type HumanModule = {
  readonly Human: new (options: object) => {
    load(): Promise<void>
    detect(scene: OffscreenCanvas): Promise<{ readonly face: readonly { readonly box: readonly number[] }[] }>
  }
}

/** The detector of @vladmandic/human, which the bench's server has under /human/. */
export async function createHumanFinder(): Promise<FindFace> {
  const address = '/human/dist/human.esm.js'
  const { Human }: HumanModule = await import(/* @vite-ignore */ address)
  const off = { enabled: false }
  const human = new Human({
    backend: 'wasm',
    wasmPath,
    modelBasePath: '/human/models/',
    cacheSensitivity: 0,
    filter: off,
    body: off,
    hand: off,
    gesture: off,
    object: off,
    segmentation: off,
    face: {
      enabled: true,
      detector: { rotation: false, maxDetected: 1, minConfidence: minScore, skipFrames: 0, skipTime: 0 },
      emotion: off,
      mesh: off,
      iris: off,
      description: off,
      attention: off,
      antispoof: off,
      liveness: off,
    },
  })
  await human.load()
  return async (scene) => {
    const { face } = await human.detect(scene)
    const [xPx, yPx, widthPx, heightPx] = face[0]?.box ?? []
    if (xPx === undefined || yPx === undefined || widthPx === undefined || heightPx === undefined) return undefined
    return { xPx, yPx, widthPx, heightPx }
  }
}
