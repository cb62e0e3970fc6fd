import { tidy } from '@tensorflow/tfjs-core'
import type { Tensor2D } from '@tensorflow/tfjs-core'

import { createFrameCanvas } from './frame-canvas'
import type { FrameCanvas, Placement } from './frame-canvas'
import { greyCrop } from './grey-crop'
import { boxCentre, squareAbout } from './pixel-box'
import type { FrameSize, PixelBox } from './pixel-box'

/** A square about a face, turned by leanRad with the head (clockwise as seen). */
export type CropSquare = PixelBox & { readonly leanRad: number }

/** Cuts a square of a frame out as (heightPx, widthPx) grey levels 0..255 on the backend that is set, as the expression net was trained to see them. */
export type ReadCrop = (frame: ImageBitmap, square: CropSquare, output: FrameSize) => Tensor2D

/** How a crop is read: the part of the frame that is drawn onto which canvas, how, how much of the canvas it fills, and the crop's box there. */
export type PlacedCrop = {
  readonly canvasSidePx: number
  readonly part: PixelBox
  readonly placement: Placement
  readonly filled: FrameSize
  readonly box: PixelBox
}

/** Sides of the canvases that crops are read from; each shape costs a graphics card the compiling of its kernels. */
const canvasSidesPx = [64, 128, 256, 384]
const largestCanvasPx = Math.max(...canvasSidesPx)
/** Canvas pixels around a crop that the averaging at its edges may take in. */
const marginPx = 1
/** Rounding outwards to whole canvas pixels adds up to one at either end. */
const roundingPx = marginPx + 1

const canvasFor = (neededPx: number) => canvasSidesPx.find((sidePx) => sidePx >= neededPx) ?? largestCanvasPx

/** A square that stands upright is drawn pixel by pixel. Beyond the frame its outermost pixels go on. */
function placeUpright(frame: FrameSize, square: PixelBox, stepPx: number): PlacedCrop {
  const firstOf = (startPx: number, frameLengthPx: number) =>
    Math.min(Math.max(Math.floor(startPx / stepPx) - marginPx, 0), Math.max(Math.floor(frameLengthPx / stepPx) - 1, 0))
  const countOf = (first: number, endPx: number, frameLengthPx: number) =>
    Math.max(Math.min(Math.ceil(endPx / stepPx) + marginPx, Math.floor(frameLengthPx / stepPx)) - first, 1)
  const column = firstOf(square.xPx, frame.widthPx)
  const row = firstOf(square.yPx, frame.heightPx)
  const filled = {
    widthPx: countOf(column, square.xPx + square.widthPx, frame.widthPx),
    heightPx: countOf(row, square.yPx + square.heightPx, frame.heightPx),
  }
  const originXPx = column * stepPx
  const originYPx = row * stepPx
  return {
    canvasSidePx: canvasFor(Math.max(filled.widthPx, filled.heightPx)),
    part: { xPx: originXPx, yPx: originYPx, widthPx: filled.widthPx * stepPx, heightPx: filled.heightPx * stepPx },
    placement: { originXPx, originYPx, scale: 1 / stepPx, leanRad: 0 },
    filled,
    box: {
      xPx: square.xPx / stepPx - column,
      yPx: square.yPx / stepPx - row,
      widthPx: square.widthPx / stepPx,
      heightPx: square.heightPx / stepPx,
    },
  }
}

/** A square that leans is drawn turned upright into the middle of its canvas. Beyond the frame all is black. */
function placeLeaning(square: CropSquare, stepPx: number): PlacedCrop {
  const { leanRad } = square
  const centre = boxCentre(square)
  const sidePx = Math.max(square.widthPx, square.heightPx)
  const canvasSidePx = canvasFor(sidePx / stepPx + 2 * roundingPx)
  const half = (canvasSidePx * stepPx) / 2
  return {
    canvasSidePx,
    part: squareAbout(centre, 2 * half * Math.SQRT2),
    placement: {
      originXPx: centre.xPx - half * (Math.cos(leanRad) - Math.sin(leanRad)),
      originYPx: centre.yPx - half * (Math.sin(leanRad) + Math.cos(leanRad)),
      scale: 1 / stepPx,
      leanRad,
    },
    filled: { widthPx: canvasSidePx, heightPx: canvasSidePx },
    box: squareAbout({ xPx: canvasSidePx / 2, yPx: canvasSidePx / 2 }, sidePx / stepPx),
  }
}

/** Where a crop is read from. One that is too large for a canvas is shrunk by halves, so that its pixels stay averages. */
export function placeCrop(frame: FrameSize, square: CropSquare): PlacedCrop {
  const roomPx = largestCanvasPx - 2 * roundingPx
  const stepPx = 2 ** Math.max(0, Math.ceil(Math.log2(Math.max(square.widthPx, square.heightPx) / roomPx)))
  return square.leanRad === 0 ? placeUpright(frame, square, stepPx) : placeLeaning(square, stepPx)
}

/** Makes the reader of crops, which keeps its canvases. */
export function createCropReader(): ReadCrop {
  const canvases = new Map<number, FrameCanvas>()
  const canvasOf = (sidePx: number) => {
    const known = canvases.get(sidePx) ?? createFrameCanvas(sidePx)
    canvases.set(sidePx, known)
    return known
  }
  return (frame, square, output) => {
    const { canvasSidePx, part, placement, filled, box } = placeCrop({ widthPx: frame.width, heightPx: frame.height }, square)
    return tidy(() => greyCrop(canvasOf(canvasSidePx).pixelsOf(frame, part, placement), filled, box, output))
  }
}
