import { AppError } from '@/lib/core/app-error'

import { fitWithin } from './fit-within'

const bytesPerMegabyte = 1_000_000
/** Above any camera's JPEG; what is larger is no photo of a face. */
const maxFileBytes = 50 * bytesPerMegabyte
/** A face fills enough of this for the detector; more pixels only cost time. */
const maxSidePx = 1280
/** The expression net looks at 48 x 48 pixels: a smaller picture holds no face that it could read. */
const minSidePx = 48

const inMegabytes = (bytes: number) => `${(bytes / bytesPerMegabyte).toFixed(1)} MB`

/** Reads a picture file, turned upright by its EXIF orientation and at most 1280 px long. Rejects with a FILE_ or PICTURE_UNREADABLE error. */
export async function readPhoto(file: File): Promise<ImageBitmap> {
  if (file.size === 0) throw new AppError('FILE_EMPTY', `"${file.name}" is empty: 0 bytes; expected a picture.`)
  if (file.size > maxFileBytes) {
    throw new AppError(
      'FILE_TOO_LARGE',
      `"${file.name}" has ${inMegabytes(file.size)}; a picture may have up to ${inMegabytes(maxFileBytes)}.`,
    )
  }
  let picture: ImageBitmap
  try {
    picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch (cause) {
    throw new AppError(
      'PICTURE_UNREADABLE',
      `"${file.name}" could not be read as a picture; expected a JPEG, PNG, WebP, GIF or AVIF file that is whole.`,
      { cause },
    )
  }
  const { width, height } = picture
  if (Math.min(width, height) < minSidePx) {
    picture.close()
    throw new AppError(
      'PICTURE_UNREADABLE',
      `"${file.name}" is ${width} x ${height} pixels; expected at least ${minSidePx} x ${minSidePx}.`,
    )
  }
  const { widthPx, heightPx } = fitWithin({ widthPx: width, heightPx: height }, maxSidePx)
  if (widthPx === width && heightPx === height) return picture
  try {
    return await createImageBitmap(picture, { resizeWidth: widthPx, resizeHeight: heightPx, resizeQuality: 'high' })
  } finally {
    picture.close()
  }
}
