import type { Detection } from './detection'
import { faceCropBox } from './face-crop-box'
import { faceTurn } from './face-turn'
import { createFaceTracker, nearestFace } from './face-tracker'
import { findFacesInPicture } from './find-faces-in-picture'
import type { FaceEstimate, FaceReading } from './inference'
import type { CropReading, LookAtFrame } from './look-at-frame'
import type { Models } from './models'
import type { PixelBox, PixelPoint } from './pixel-box'
import { steadyBox } from './steady-box'
import { toEstimate } from './to-estimate'

/** Reads expressions in frames. */
export type FaceReader = {
  /** Finds the faces in a frame and reads the listener's; the frame is left open. timestampMs is Unix epoch. */
  read(frame: ImageBitmap, timestampMs: number, kind: 'video' | 'picture', chosenPoint?: PixelPoint): Promise<FaceReading>
}

/** A webcam that gave no frame for so long starts anew: whoever sat there may be somebody else. */
const forgetAfterMs = 3000

type Found = { readonly face?: FaceEstimate; readonly others: readonly PixelBox[] }

const boxesOf = (faces: readonly Detection[]) => faces.map(({ box }) => box)

function toFaceEstimate(face: Detection, reading: CropReading, timestampMs: number): FaceEstimate {
  const { sideways, upwards } = faceTurn(face.points)
  const { brightness, contrast, scores } = reading
  return {
    box: face.box,
    detectionScore: face.score,
    view: { widthPx: face.box.widthPx, brightness, contrast, sideways, upwards },
    estimate: toEstimate(scores, timestampMs, timestampMs),
  }
}

/** Makes the face reader. */
export function createFaceReader(models: Pick<Models, 'manifest'>, look: LookAtFrame): FaceReader {
  let tracker = createFaceTracker()
  let followedBox: PixelBox | undefined
  let lastFrameMs = -Infinity

  async function readCrop(frame: ImageBitmap, box: PixelBox): Promise<CropReading> {
    const { crop } = await models.manifest('face-emotion')
    const { reading } = await look(frame, { crop: faceCropBox(box, crop) })
    if (reading === undefined) throw new TypeError('Found no reading of a crop that was asked for; expected one.')
    return reading
  }

  async function readPicture(frame: ImageBitmap, timestampMs: number, chosenPoint: PixelPoint | undefined): Promise<Found> {
    const frameSize = { widthPx: frame.width, heightPx: frame.height }
    const faces = await findFacesInPicture(frameSize, async (search) => (await look(frame, { search })).detections)
    const yours = chosenPoint === undefined ? faces[0] : nearestFace(faces, chosenPoint)
    if (yours === undefined) return { others: [] }
    const others = boxesOf(faces.filter((face) => face !== yours))
    return { face: toFaceEstimate(yours, await readCrop(frame, yours.box), timestampMs), others }
  }

  async function readVideo(frame: ImageBitmap, timestampMs: number, chosenPoint: PixelPoint | undefined): Promise<Found> {
    if (timestampMs - lastFrameMs > forgetAfterMs || timestampMs < lastFrameMs) {
      tracker = createFaceTracker()
      followedBox = undefined
    }
    lastFrameMs = timestampMs
    if (chosenPoint !== undefined) {
      tracker.choose(chosenPoint)
      followedBox = tracker.yours()?.box
    }
    const search = tracker.nextSquare({ widthPx: frame.width, heightPx: frame.height })
    const { crop } = await models.manifest('face-emotion')
    const expectedBox = followedBox
    // Where the face was is where it is, a frame later: detector and expression net run on one read-back.
    const sight = await look(frame, expectedBox === undefined ? { search } : { search, crop: faceCropBox(expectedBox, crop) })
    tracker.take(sight.detections)
    const yours = tracker.yours()
    const others = boxesOf(tracker.others())
    if (yours === undefined) followedBox = undefined
    if (yours === undefined || tracker.isMissed()) return { others }
    const moved = steadyBox(expectedBox, yours.box)
    followedBox = moved.box
    const reading = moved.isSteady && sight.reading !== undefined ? sight.reading : await readCrop(frame, moved.box)
    return { face: toFaceEstimate({ ...yours, box: moved.box }, reading, timestampMs), others }
  }

  return {
    async read(frame, timestampMs, kind, chosenPoint) {
      const startMs = performance.now()
      const found = await (kind === 'video' ? readVideo : readPicture)(frame, timestampMs, chosenPoint)
      return { frameWidthPx: frame.width, frameHeightPx: frame.height, ...found, durationMs: performance.now() - startMs }
    },
  }
}
