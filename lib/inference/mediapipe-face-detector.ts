import { FaceDetector, FilesetResolver } from '@mediapipe/tasks-vision'

import { AppError } from '@/lib/core/app-error'

import { minDetectionScore } from './region-detector'
import type { RegionDetector } from './region-detector'

/** The detector looks at 128 x 128 pixels; a region is brought to this width first, which leaves it more than enough. */
const regionWidthPx = 320

/**
 * Starts MediaPipe's short-range face detector on the processor. vendorPath is where its files are served from. Pictures and video share one
 * detector in picture mode: the video mode only adds a check of timestamps.
 */
export async function createMediapipeFaceDetector(vendorPath: string): Promise<RegionDetector> {
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
    async detect(frame, region) {
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
