import { FaceDetector, FilesetResolver } from '@mediapipe/tasks-vision'

import { AppError } from '@/lib/core/app-error'

import type { Detection } from './merge-detections'
import { openWebgl } from './open-webgl'
import type { PixelBox } from './pixel-box'

/** The detector looks at 128 x 128 pixels; a region is brought to this width first, which leaves it more than enough. */
const regionWidthPx = 320

const minDetectionScore = 0.5

/** MediaPipe's face detector over regions of a frame. */
export type RegionDetector = {
  /** Faces in a region of the frame, boxes in pixels of the frame. */
  detect(frame: ImageBitmap, region: PixelBox): readonly Detection[]
}

/**
 * Starts MediaPipe's short-range face detector on the processor. vendorPath is where its files are served from. Pictures and video share one
 * detector in picture mode: the video mode only adds a check of timestamps.
 */
export async function createFaceDetector(vendorPath: string): Promise<RegionDetector> {
  // MediaPipe takes its pictures through a WebGL texture even where it computes on the processor.
  if (openWebgl() === undefined) {
    throw new AppError(
      'INFERENCE_FAILED',
      'Faces cannot be found in this browser: the detector needs WebGL, which is switched off. Recordings and your own word work without it.',
    )
  }
  let detector: FaceDetector
  try {
    // The files for classic workers: Next.js starts every worker as one.
    const fileset = await FilesetResolver.forVisionTasks(vendorPath)
    detector = await FaceDetector.createFromOptions(fileset, {
      baseOptions: { modelAssetPath: `${vendorPath}/face_detection_short_range.tflite`, delegate: 'CPU' },
      runningMode: 'IMAGE',
      minDetectionConfidence: minDetectionScore,
    })
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause)
    throw new AppError('MODEL_UNREACHABLE', `The face detector did not start: ${found}`, { cause })
  }
  const canvas = new OffscreenCanvas(regionWidthPx, regionWidthPx)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null)
    throw new AppError('INFERENCE_FAILED', 'This browser gives no canvas to draw frames on; expected a 2D canvas in a worker.')

  return {
    detect(frame, region) {
      const scale = regionWidthPx / region.widthPx
      canvas.width = regionWidthPx
      canvas.height = Math.max(1, Math.round(region.heightPx * scale))
      context.drawImage(frame, region.xPx, region.yPx, region.widthPx, region.heightPx, 0, 0, canvas.width, canvas.height)
      const { detections } = detector.detect(context.getImageData(0, 0, canvas.width, canvas.height))
      return detections.flatMap(({ boundingBox, categories }) => {
        if (boundingBox === undefined) return []
        const box = {
          xPx: region.xPx + boundingBox.originX / scale,
          yPx: region.yPx + boundingBox.originY / scale,
          widthPx: boundingBox.width / scale,
          heightPx: boundingBox.height / scale,
        }
        return [{ box, score: categories[0]?.score ?? 0 }]
      })
    },
  }
}
