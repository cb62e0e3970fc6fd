import { openCamera } from '@/lib/devices/open-camera'
import { createInference } from '@/lib/inference/create-inference'
import type { BackendName } from '@/lib/inference/inference'

const inference = createInference()

/** Reads the webcam as the studio does, newest frame only, for durationMs (the first frame, which loads the detector, is left out). */
async function watchWebcam(durationMs: number) {
  const camera = await openCamera()
  const readFrame = async () => inference.estimateFace(await camera.nextFrame(), Date.now(), 'video')
  await readFrame()
  const readings = []
  const startMs = performance.now()
  while (performance.now() - startMs < durationMs) readings.push(await readFrame())
  const elapsedMs = performance.now() - startMs
  camera.stop()
  return {
    framesPerSec: (readings.length * 1000) / elapsedMs,
    faceShare: readings.filter(({ face }) => face !== undefined).length / readings.length,
    durationsMs: readings.map((reading) => reading.durationMs),
    backendName: (await inference.start()).chosen,
  }
}

const faceSidePx = 48
const frameSize = { widthPx: 640, heightPx: 480 }
const greyWall = '#808080'

/** A face of (48, 48) grey levels, enlarged to sidePx in the middle of a grey webcam frame. */
async function pasteFace(levels: Uint8Array, sidePx: number): Promise<ImageBitmap> {
  const small = new ImageData(faceSidePx, faceSidePx)
  for (const [index, level] of levels.entries()) small.data.set([level, level, level, 255], 4 * index)
  const canvas = new OffscreenCanvas(frameSize.widthPx, frameSize.heightPx)
  const context = canvas.getContext('2d')
  if (context === null) throw new Error('This browser gives no 2D canvas.')
  context.fillStyle = greyWall
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.imageSmoothingQuality = 'high'
  const face = await createImageBitmap(small)
  context.drawImage(face, (canvas.width - sidePx) / 2, (canvas.height - sidePx) / 2, sidePx, sidePx)
  return createImageBitmap(canvas)
}

/** Reads faces, (faceCount, 48, 48) grey levels in base64, as if each stood before the webcam sidePx large; undefined where none is found. */
async function readPastedFaces(facesBase64: string, sidePx: number) {
  const levels = Uint8Array.from(atob(facesBase64), (letter) => letter.charCodeAt(0))
  const faceLength = faceSidePx * faceSidePx
  const readings = []
  for (let start = 0; start < levels.length; start += faceLength) {
    const frame = await pasteFace(levels.subarray(start, start + faceLength), sidePx)
    const { face } = await inference.estimateFace(frame, Date.now(), 'picture')
    readings.push(
      face && {
        scores: face.estimate.scores,
        /** The detector's longer side, and how far its centre lies below the face's, as shares of the pasted face's side. */
        boxSide: Math.max(face.box.widthPx, face.box.heightPx) / sidePx,
        boxBelow: (face.box.yPx + face.box.heightPx / 2 - frameSize.heightPx / 2) / sidePx,
      },
    )
  }
  return readings
}

/** What the bench drives from outside: the app's own inference and camera, without the app's pages around them. */
export const attuneBench = { timeModels: (backendName: BackendName) => inference.timeModels(backendName), watchWebcam, readPastedFaces }

Object.assign(window, { attuneBench })
