import { AppError } from '@/lib/core/app-error'

/** What a browser's refusal to open a camera means, in words; names as in the Media Capture and Streams specification. */
export function cameraError(cause: unknown): AppError {
  const name = cause instanceof Error ? cause.name : ''
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return new AppError(
        'CAMERA_REFUSED',
        "The camera was not allowed for this page. Allow it in the browser's address bar and try again, or use a photo instead.",
        { cause },
      )
    case 'NotFoundError':
    case 'OverconstrainedError':
      return new AppError('CAMERA_MISSING', 'No camera was found on this device. A photo of a face works just as well.', { cause })
    case 'NotReadableError':
    case 'AbortError':
      return new AppError(
        'CAMERA_MISSING',
        'The camera is there, but does not answer. Another program may be using it: close that one and try again.',
        { cause },
      )
    default:
      return new AppError('CAMERA_MISSING', `The camera could not be opened (${String(cause)}). A photo of a face works just as well.`, {
        cause,
      })
  }
}
