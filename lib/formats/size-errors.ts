import { AppError } from '@/lib/core/app-error'

import { maxPackedRatio } from './read-limits'

/** The error for what grows as no recording does. */
export function bombError(name: string): AppError {
  return new AppError(
    'FILE_TOO_LARGE',
    `${name} unpacks to more than ${maxPackedRatio} times its size, as no recording does; it is not opened. Unpack it first and drop the files.`,
  )
}

/** The error for something above a limit. */
export function fileTooLargeError(name: string, sizeBytes: number, limitBytes: number): AppError {
  const megabytes = (bytes: number) => `${Math.round(bytes / 2 ** 20).toLocaleString('en')} MB`
  return new AppError(
    'FILE_TOO_LARGE',
    `${name} has ${megabytes(sizeBytes)}; at most ${megabytes(limitBytes)} can be read. Export a shorter stretch of the recording.`,
  )
}
