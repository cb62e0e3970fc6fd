import type { Detection } from './merge-detections'
import type { PixelBox } from './pixel-box'

/** A face detector over regions of a frame. */
export type RegionDetector = {
  /** Faces in a region of the frame, boxes in pixels of the frame. */
  detect(frame: ImageBitmap, region: PixelBox): Promise<readonly Detection[]>
}

/** Below this the detector finds faces in noise. 0..1 */
export const minDetectionScore = 0.5
