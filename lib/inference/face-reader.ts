import type { Detection } from './detection'
import { faceCropSquare } from './face-crop-square'
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

/** Where the listener's face was, without the detector's trembling. */
type Followed = { readonly box: PixelBox; readonly leanRad: number }

/** How much of a change in the lean is taken over a frame. */
const leanWeight = 0.5

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
  let followed: Followed | undefined
  let lastFrameMs = -Infinity

  async function readCrop(frame: ImageBitmap, { box, leanRad }: Followed): Promise<CropReading> {
    const { crop } = await models.manifest('face-emotion')
    const { reading } = await look(frame, { crop: faceCropSquare(box, leanRad, crop) })
    if (reading === undefined) throw new TypeError('Found no reading of a crop that was asked for; expected one.')
    return reading
  }

  async function readPicture(frame: ImageBitmap, timestampMs: number, chosenPoint: PixelPoint | undefined): Promise<Found> {
    const frameSize = { widthPx: frame.width, heightPx: frame.height }
    const faces = await findFacesInPicture(frameSize, async (search) => (await look(frame, { search })).detections)
    const yours = chosenPoint === undefined ? faces[0] : nearestFace(faces, chosenPoint)
    if (yours === undefined) return { others: [] }
    const others = boxesOf(faces.filter((face) => face !== yours))
    const reading = await readCrop(frame, { box: yours.box, leanRad: faceTurn(yours.points).leanRad })
    return { face: toFaceEstimate(yours, reading, timestampMs), others }
  }

  async function readVideo(frame: ImageBitmap, timestampMs: number, chosenPoint: PixelPoint | undefined): Promise<Found> {
    if (timestampMs - lastFrameMs > forgetAfterMs || timestampMs < lastFrameMs) {
      tracker = createFaceTracker()
      followed = undefined
    }
    lastFrameMs = timestampMs
    if (chosenPoint !== undefined) {
      tracker.choose(chosenPoint)
      followed = undefined
    }
    const search = tracker.nextSquare({ widthPx: frame.width, heightPx: frame.height })
    const { crop } = await models.manifest('face-emotion')
    const expected = followed
    // Where the face was is where it is, a frame later: detector and expression net run on one read-back.
    const cropSquare = expected && faceCropSquare(expected.box, expected.leanRad, crop)
    const sight = await look(frame, cropSquare === undefined ? { search } : { search, crop: cropSquare })
    tracker.take(sight.detections)
    const yours = tracker.yours()
    const others = boxesOf(tracker.others())
    if (yours === undefined) followed = undefined
    if (yours === undefined || tracker.isMissed()) return { others }
    const { box, isSteady } = steadyBox(expected?.box, yours.box)
    const { leanRad } = faceTurn(yours.points)
    followed = { box, leanRad: expected === undefined ? leanRad : expected.leanRad + leanWeight * (leanRad - expected.leanRad) }
    const reading = isSteady && sight.reading !== undefined ? sight.reading : await readCrop(frame, followed)
    return { face: toFaceEstimate({ ...yours, box }, reading, timestampMs), others }
  }

  return {
    async read(frame, timestampMs, kind, chosenPoint) {
      const startMs = performance.now()
      const found = await (kind === 'video' ? readVideo : readPicture)(frame, timestampMs, chosenPoint)
      return { frameWidthPx: frame.width, frameHeightPx: frame.height, ...found, durationMs: performance.now() - startMs }
    },
  }
}
