import type { FaceCrop } from '@/lib/contracts/model-manifest'
import { AppError } from '@/lib/core/app-error'

import { faceCropBox } from './face-crop-box'
import type { PixelBox } from './pixel-box'
import { resampleGrey } from './resample-grey'

/** The grey crop of a face as the expression net takes it: (crop.heightPx, crop.widthPx) levels 0..255, row by row. */
export function readCrop(frame: ImageBitmap, box: PixelBox, crop: FaceCrop): Float32Array {
  const cropBox = faceCropBox(box, crop)
  // Only the part of the crop that lies in the frame is read back; one more pixel all around serves the averaging at its edges.
  const left = clampInside(Math.floor(cropBox.xPx) - 1, frame.width)
  const top = clampInside(Math.floor(cropBox.yPx) - 1, frame.height)
  const right = clampInside(Math.ceil(cropBox.xPx + cropBox.widthPx), frame.width)
  const bottom = clampInside(Math.ceil(cropBox.yPx + cropBox.heightPx), frame.height)
  const width = right - left + 1
  const height = bottom - top + 1
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
  if (context === null)
    throw new AppError('INFERENCE_FAILED', 'This browser gives no canvas to read pixels from; expected a 2D canvas in a worker.')
  context.drawImage(frame, left, top, width, height, 0, 0, width, height)
  const pixels = context.getImageData(0, 0, width, height)
  return resampleGrey(pixels, { ...cropBox, xPx: cropBox.xPx - left, yPx: cropBox.yPx - top }, crop)
}

const clampInside = (positionPx: number, lengthPx: number) => Math.min(Math.max(positionPx, 0), lengthPx - 1)
