import { tidy } from '@tensorflow/tfjs-core'
import type { Tensor2D } from '@tensorflow/tfjs-core'

import { createFrameCanvas } from './frame-canvas'
import type { FrameCanvas, Placement } from './frame-canvas'
import { greyCrop } from './grey-crop'
import type { FrameSize, PixelBox } from './pixel-box'

/** Cuts a square of a frame out as (heightPx, widthPx) grey levels 0..255 on the backend that is set, as the expression net was trained to see them. */
export type ReadCrop = (frame: ImageBitmap, box: PixelBox, output: FrameSize) => Tensor2D

/** Sides of the canvases that crops are read from; each shape costs a graphics card the compiling of its kernels. */
const canvasSidesPx = [64, 128, 256]
const largestCanvasPx = Math.max(...canvasSidesPx)
/** Canvas pixels around a crop that the averaging at its edges may take in. */
const marginPx = 1

/** Where a crop is read from: the part of the frame, shrunk by halves where it is large (so that its pixels stay averages), and the crop's box there. */
export function placeCrop(
  frame: FrameSize,
  box: PixelBox,
): { readonly part: PixelBox; readonly placement: Placement; readonly filled: FrameSize; readonly box: PixelBox } {
  // Rounding outwards to whole canvas pixels adds up to one at either end.
  const roomPx = largestCanvasPx - 2 * (marginPx + 1)
  const stepPx = 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(box.widthPx, box.heightPx) / roomPx)))
  const firstOf = (startPx: number, frameLengthPx: number) =>
    Math.min(Math.max(Math.floor(startPx / stepPx) - marginPx, 0), Math.max(Math.floor(frameLengthPx / stepPx) - 1, 0))
  const countOf = (first: number, endPx: number, frameLengthPx: number) =>
    Math.max(Math.min(Math.ceil(endPx / stepPx) + marginPx, Math.floor(frameLengthPx / stepPx)) - first, 1)
  const column = firstOf(box.xPx, frame.widthPx)
  const row = firstOf(box.yPx, frame.heightPx)
  const filled = {
    widthPx: countOf(column, box.xPx + box.widthPx, frame.widthPx),
    heightPx: countOf(row, box.yPx + box.heightPx, frame.heightPx),
  }
  const originXPx = column * stepPx
  const originYPx = row * stepPx
  return {
    part: { xPx: originXPx, yPx: originYPx, widthPx: filled.widthPx * stepPx, heightPx: filled.heightPx * stepPx },
    placement: { originXPx, originYPx, scale: 1 / stepPx },
    filled,
    box: {
      xPx: box.xPx / stepPx - column,
      yPx: box.yPx / stepPx - row,
      widthPx: box.widthPx / stepPx,
      heightPx: box.heightPx / stepPx,
    },
  }
}

/** Makes the reader of crops, which keeps its canvases. */
export function createCropReader(): ReadCrop {
  const canvases = new Map<number, FrameCanvas>()
  const canvasOf = (sidePx: number) => {
    const known = canvases.get(sidePx) ?? createFrameCanvas(sidePx)
    canvases.set(sidePx, known)
    return known
  }
  return (frame, box, output) => {
    const placed = placeCrop({ widthPx: frame.width, heightPx: frame.height }, box)
    const neededPx = Math.max(placed.filled.widthPx, placed.filled.heightPx)
    const canvas = canvasOf(canvasSidesPx.find((sidePx) => sidePx >= neededPx) ?? largestCanvasPx)
    return tidy(() => greyCrop(canvas.pixelsOf(frame, placed.part, placed.placement), placed.filled, placed.box, output))
  }
}
