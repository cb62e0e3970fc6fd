import { openCamera } from '@/lib/devices/open-camera'
import { createInference } from '@/lib/inference/create-inference'
import type { BackendName } from '@/lib/inference/inference'
import { boxOverlap } from '@/lib/inference/pixel-box'
import type { PixelBox } from '@/lib/inference/pixel-box'

import { createHumanFinder, createMediapipeFinder, createWholeFrameFinder } from './face-baselines'
import type { FindFace } from './face-baselines'
import { drawPeople, emptyFrame, frameWithFace } from './face-frames'
import type { FacePicture } from './face-frames'

const inference = createInference()

/** Reads a page's own pictures of the camera as they are taken: when the last one was begun. */
function watchBitmaps(): { readonly startedMs: () => number } {
  const makeBitmap = createImageBitmap
  let startedMs = NaN
  Object.assign(window, {
    createImageBitmap: (image: ImageBitmapSource) => {
      startedMs = performance.now()
      return makeBitmap(image)
    },
  })
  return { startedMs: () => startedMs }
}

/** Until what was written to the page is on the screen. */
const nextPaint = () =>
  new Promise<void>((resolve) => {
    requestAnimationFrame(() => setTimeout(resolve))
  })

/** Reads the webcam as the studio does, newest frame only, for durationMs (the first frames, which load the models, are left out). */
async function watchWebcam(durationMs: number) {
  const camera = await openCamera()
  const bitmaps = watchBitmaps()
  const readFrame = async () => inference.estimateFace(await camera.nextFrame(), Date.now(), 'video')
  const openedMs = performance.now()
  let isSeen = false
  while (!isSeen) isSeen = (await readFrame()).face !== undefined
  const firstAnswerMs = performance.now() - openedMs
  const readings = []
  const shownMs: number[] = []
  const startMs = performance.now()
  while (performance.now() - startMs < durationMs) {
    const reading = await readFrame()
    const takenMs = bitmaps.startedMs()
    document.title = String(reading.face?.estimate.confidence)
    void nextPaint().then(() => shownMs.push(performance.now() - takenMs))
    readings.push({ isFace: reading.face !== undefined, workMs: reading.durationMs, answerMs: performance.now() - takenMs })
  }
  const elapsedMs = performance.now() - startMs
  camera.stop()
  return {
    framesPerSec: (readings.length * 1000) / elapsedMs,
    faceShare: readings.filter(({ isFace }) => isFace).length / readings.length,
    firstAnswerMs,
    workMs: readings.map(({ workMs }) => workMs),
    answerMs: readings.map(({ answerMs }) => answerMs),
    shownMs,
    backendName: (await inference.start()).chosen,
  }
}

/** Reads the webcam without an end and tells what the models' worker holds. */
function startSoak() {
  let isOver = false
  let frameCount = 0
  const over = (async () => {
    const camera = await openCamera()
    while (!isOver) {
      await inference.estimateFace(await camera.nextFrame(), Date.now(), 'video')
      frameCount += 1
    }
    camera.stop()
  })()
  Object.assign(window, {
    attuneSoak: {
      look: async () => ({ frameCount, ...(await inference.measureMemory()) }),
      stop: async () => {
        isOver = true
        await over
      },
    },
  })
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

/** Frames in the time in which a face must be found, and the time between two. */
const searchedFrameCount = 45
const frameIntervalMs = 1000 / 30
/** Long enough for the reader to forget the frames of before. */
const pauseMs = 60_000
let clockMs = 0

const decodePicture = async (address: string) => createImageBitmap(await (await fetch(address)).blob())

/** The faces of a photograph, each with its place as found in the whole of it. */
async function findInPhotograph(name: string, address: string): Promise<readonly FacePicture[]> {
  const picture = await decodePicture(address)
  const { face, others } = await inference.estimateFace(await createImageBitmap(picture), 0, 'picture')
  return face === undefined ? [] : [face.box, ...others].map((box) => ({ name, picture, face: box }))
}

let pictures: readonly FacePicture[] = []

const baselines: FindFace[] = []

/**
 * Takes photographs (by name: an address) and the drawn people as the faces to paste, and gets the detectors to compare with ready; returns
 * what was found in each photograph.
 */
async function loadPictures(photographs: Readonly<Record<string, string>>, detectorAddress: string, isHumanThere: boolean) {
  baselines.push(await createWholeFrameFinder(), await createMediapipeFinder(detectorAddress))
  if (isHumanThere) baselines.push(await createHumanFinder())
  const found = []
  for (const [name, address] of Object.entries(photographs)) found.push(...(await findInPhotograph(name, address)))
  pictures = [...found, ...(await drawPeople())]
  return pictures.map(({ name, picture, face }) => ({ name, widthPx: picture.width, heightPx: picture.height, face }))
}

/** How many frames of a still scene it takes until a face is reported; undefined where none is in searchedFrameCount. */
async function framesUntilFace(scene: OffscreenCanvas): Promise<{ frameCount: number; box: PixelBox; score: number } | undefined> {
  clockMs += pauseMs
  for (let frameCount = 1; frameCount <= searchedFrameCount; frameCount++) {
    clockMs += frameIntervalMs
    const { face } = await inference.estimateFace(await createImageBitmap(scene), clockMs, 'video')
    if (face !== undefined) return { frameCount, box: face.box, score: face.detectionScore }
  }
  return undefined
}

/** A face found there is the one that was pasted. */
const sameFaceOverlap = 0.3

/** Looks for faces widthPx wide in frames by their seeds, picture after picture. */
async function searchFrames(widthPx: number, seeds: readonly number[]) {
  const outcomes = []
  for (const seed of seeds) {
    const facePicture = pictures[seed % pictures.length]
    if (facePicture === undefined) throw new Error('Found no pictures; expected loadPictures to have been called.')
    const { canvas, face } = frameWithFace(facePicture, widthPx, seed)
    const found = await framesUntilFace(canvas)
    const isRight = (box: PixelBox | undefined) => box !== undefined && boxOverlap(box, face) > sameFaceOverlap
    const isFoundByBaselines = []
    for (const findFace of baselines) isFoundByBaselines.push(isRight(await findFace(canvas)))
    outcomes.push({
      seed,
      name: facePicture.name,
      isFound: isRight(found?.box),
      isFalse: found !== undefined && !isRight(found.box),
      frameCount: found?.frameCount,
      isFoundByBaselines,
    })
  }
  return outcomes
}

/** Milliseconds of each baseline's looks at frames without a face, one baseline after the other on each frame. */
async function timeBaselines(lookCount: number) {
  const durationsMs: number[][] = baselines.map(() => [])
  for (let index = -1; index < lookCount; index++) {
    const scene = emptyFrame(Math.max(0, index))
    for (const [number, findFace] of baselines.entries()) {
      const startMs = performance.now()
      await findFace(scene)
      // The first look makes kernels ready.
      if (index >= 0) durationsMs[number]?.push(performance.now() - startMs)
    }
  }
  return durationsMs
}

/** Looks for faces in frames without any, by their numbers; returns the numbers of those where one is reported. */
async function searchEmptyFrames(indices: readonly number[]) {
  const reported = []
  for (const index of indices) {
    const found = await framesUntilFace(emptyFrame(index))
    if (found !== undefined) reported.push({ index, ...found })
  }
  return reported
}

/** Enough frames to find a face and be sure of it; more for a look at what stays behind. */
const steadyFrameCount = 3

/** Reads the same drawn face on a backend, as a webcam's frames; undefined where the browser does not have it. */
async function readOnBackend(backendName: BackendName) {
  try {
    await inference.chooseBackend(backendName)
  } catch {
    return undefined
  }
  const [person] = await drawPeople()
  if (person === undefined) throw new Error('Found no drawn person; expected some.')
  clockMs += pauseMs
  const readFrames = async () => {
    let scores: readonly number[] | undefined
    for (let count = 0; count < steadyFrameCount; count++) {
      clockMs += frameIntervalMs
      scores = (await inference.estimateFace(await createImageBitmap(person.picture), clockMs, 'video')).face?.estimate.scores
    }
    return { scores, tensorCount: (await inference.measureMemory()).tensorCount }
  }
  const first = await readFrames()
  const { scores, tensorCount } = await readFrames()
  return { scores, leakedTensorCount: tensorCount - first.tensorCount }
}

/** A frame of the bench as a JPEG in base64, to be looked at. */
async function showFrame(kind: 'empty' | 'face', seed: number, widthPx = 0): Promise<string> {
  const facePicture = pictures[seed % pictures.length]
  const canvas = kind === 'empty' || facePicture === undefined ? emptyFrame(seed) : frameWithFace(facePicture, widthPx, seed).canvas
  const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer())
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/** What the bench drives from outside: the app's own inference and camera, without the app's pages around them. */
export const attuneBench = {
  timeModels: (backendName: BackendName) => inference.timeModels(backendName),
  watchWebcam,
  startSoak,
  readPastedFaces,
  loadPictures,
  searchFrames,
  searchEmptyFrames,
  timeBaselines,
  readOnBackend,
  showFrame,
}

Object.assign(window, { attuneBench })
