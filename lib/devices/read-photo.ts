import { AppError } from '@/lib/core/app-error'

import { fitWithin } from './fit-within'
import { readPictureHeader } from './picture-header'

const bytesPerMegabyte = 1_000_000
/** Above any camera's JPEG; what is larger is no photo of a face. */
const maxFileBytes = 50 * bytesPerMegabyte
/** More pixels than any camera takes; decoded they would fill a phone's memory (four bytes each). */
const maxPixels = 120_000_000
const pixelsPerMegapixel = 1_000_000
/** The size stands within this much of a JPEG, behind its metadata. */
const headerBytes = 256 * 1024
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
  const { isHeic, size } = readPictureHeader(new Uint8Array(await file.slice(0, headerBytes).arrayBuffer()))
  if (size !== undefined && size.widthPx * size.heightPx > maxPixels) {
    throw new AppError(
      'FILE_TOO_LARGE',
      `"${file.name}" is ${size.widthPx} x ${size.heightPx} pixels; a picture may have up to ${maxPixels / pixelsPerMegapixel} million pixels.`,
    )
  }
  let picture: ImageBitmap
  try {
    picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
  } catch (cause) {
    if (isHeic) {
      throw new AppError(
        'PICTURE_UNREADABLE',
        `"${file.name}" is a HEIC picture, which this browser cannot open. Save it as JPEG: on an iPhone choose Settings, Camera, Formats, Most Compatible, or share it by e-mail to yourself.`,
        { cause },
      )
    }
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
