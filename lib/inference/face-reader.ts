import { createVideoFaceFinder, findFacesInPicture } from './find-faces'
import type { FaceReading } from './inference'
import { memoizePromise } from './memoize-promise'
import type { Models } from './models'
import { readCrop } from './read-crop'
import type { RegionDetector } from './region-detector'
import { toEstimate } from './to-estimate'

/** Reads expressions in frames. */
export type FaceReader = {
  /** Finds the faces in a frame and reads the largest; the frame is left open. timestampMs is Unix epoch. */
  read(frame: ImageBitmap, timestampMs: number, kind: 'video' | 'picture'): Promise<FaceReading>
}

/** Makes the face reader; the detector is started with the first frame. */
export function createFaceReader(models: Models, startDetector: () => Promise<RegionDetector>): FaceReader {
  const detectors = memoizePromise<'shortRange', RegionDetector>(startDetector)
  const findFacesInVideo = createVideoFaceFinder()
  return {
    async read(frame, timestampMs, kind) {
      const [detector, { crop }] = await Promise.all([detectors.get('shortRange'), models.manifest('face-emotion')])
      const startMs = performance.now()
      const frameSize = { widthPx: frame.width, heightPx: frame.height }
      const findFaces = kind === 'video' ? findFacesInVideo : findFacesInPicture
      const faces = await findFaces(frameSize, (region) => detector.detect(frame, region))
      const reading = { frameWidthPx: frame.width, frameHeightPx: frame.height, faceCount: faces.length }
      const largest = faces[0]
      if (largest === undefined) return { ...reading, durationMs: performance.now() - startMs }
      const grey = readCrop(frame, largest.box, crop)
      const face = { values: grey, shape: [1, crop.heightPx, crop.widthPx, 1] }
      const scores = await models.run('face-emotion', { face }, 'scores')
      const estimate = toEstimate(scores, timestampMs, timestampMs)
      return { ...reading, face: { box: largest.box, detectionScore: largest.score, estimate }, durationMs: performance.now() - startMs }
    },
  }
}
