import { AppError } from '@/lib/core/app-error'

import { cameraError } from './camera-error'

/** A camera that runs until it is stopped. */
export type Camera = {
  /** For a video element's `srcObject`. */
  readonly stream: MediaStream
  /** The newest frame that was not taken yet; waits for one where there is none. Rejects with CAMERA_MISSING once the camera is gone. */
  nextFrame(): Promise<ImageBitmap>
  stop(): void
}

/** Enough for a face a metre away, and cheap to copy. */
const wantedSize = { width: { ideal: 640 }, height: { ideal: 480 } }
const wantedFramesPerSec = 30
/** How often a browser without frame callbacks is asked for a new frame. */
const pollIntervalMs = 1000 / wantedFramesPerSec

/** Opens the camera that faces the listener. Rejects with CAMERA_REFUSED or CAMERA_MISSING, in words for people. */
export async function openCamera(): Promise<Camera> {
  // Pages that come over plain http from another machine have no mediaDevices.
  if (navigator.mediaDevices?.getUserMedia === undefined) {
    throw new AppError(
      'CAMERA_MISSING',
      'This page cannot reach a camera: browsers give one only to https pages and to this computer itself.',
    )
  }
  let stream: MediaStream
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: 'user', frameRate: { ideal: wantedFramesPerSec }, ...wantedSize },
      audio: false,
    })
  } catch (cause) {
    throw cameraError(cause)
  }
  const video = document.createElement('video')
  video.muted = true
  video.playsInline = true
  video.srcObject = stream
  try {
    await video.play()
  } catch (cause) {
    for (const track of stream.getTracks()) track.stop()
    throw cameraError(cause)
  }

  let isStopped = false
  let hasFreshFrame = false
  let wake: (() => void) | undefined
  const wakeUp = () => {
    wake?.()
    wake = undefined
  }

  const watchFrames = () => {
    if (isStopped) return
    hasFreshFrame = true
    wakeUp()
    if ('requestVideoFrameCallback' in video) video.requestVideoFrameCallback(watchFrames)
    else setTimeout(watchFrames, pollIntervalMs)
  }
  watchFrames()

  const stop = () => {
    isStopped = true
    for (const track of stream.getTracks()) track.stop()
    video.srcObject = null
    wakeUp()
  }
  // Fires where a camera is pulled out or taken away, not where stop() ends it.
  for (const track of stream.getVideoTracks()) track.addEventListener('ended', stop)

  return {
    stream,
    async nextFrame() {
      while (!hasFreshFrame && !isStopped) await new Promise<void>((resolve) => (wake = resolve))
      hasFreshFrame = false
      try {
        // Rejects where the camera went away since, and where it is off by now.
        return await createImageBitmap(video)
      } catch (cause) {
        throw new AppError('CAMERA_MISSING', 'The camera is off: it was stopped or pulled out.', { cause })
      }
    },
    stop,
  }
}
