import { createMediapipeFaceDetector } from './mediapipe-face-detector'
import { openWebgl } from './open-webgl'
import type { RegionDetector } from './region-detector'
import { createTfjsFaceDetector } from './tfjs-face-detector'

/** Starts the face detector on what the browser has. vendorPath is where MediaPipe's files are served from. */
export function startFaceDetector(vendorPath: string): Promise<RegionDetector> {
  // MediaPipe takes its pictures in through WebGL, even where it computes on the processor.
  return openWebgl() === undefined ? createTfjsFaceDetector(vendorPath) : createMediapipeFaceDetector(vendorPath)
}
