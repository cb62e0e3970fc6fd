import { browser, getBackend } from '@tensorflow/tfjs-core'
import type { Tensor3D } from '@tensorflow/tfjs-core'

import { AppError } from '@/lib/core/app-error'

import type { PixelBox } from './pixel-box'

/** How a frame lies on a canvas: its origin at the canvas' corner, turned back by leanRad about it, and scaled. */
export type Placement = { readonly originXPx: number; readonly originYPx: number; readonly scale: number; readonly leanRad: number }

/** A square canvas of one size, which takes parts of frames to tensors of one shape: kernels of a graphics card are compiled once a shape. */
export type FrameCanvas = {
  /** Draws what lies in both the part and the frame, black around it, and gives (sidePx, sidePx, 3) levels 0..255 on the backend that is set. */
  pixelsOf(frame: ImageBitmap, part: PixelBox, placement: Placement): Tensor3D
}

/** Makes a canvas of sidePx x sidePx pixels. */
export function createFrameCanvas(sidePx: number): FrameCanvas {
  let drawn: { readonly context: OffscreenCanvasRenderingContext2D; readonly isReadBack: boolean } | undefined

  /** On a graphics card the canvas stays there; the other backends read its pixels, which a canvas in memory gives faster. */
  function contextForBackend(): OffscreenCanvasRenderingContext2D {
    const isReadBack = !['webgpu', 'webgl'].includes(getBackend())
    if (drawn?.isReadBack === isReadBack) return drawn.context
    const context = new OffscreenCanvas(sidePx, sidePx).getContext('2d', { willReadFrequently: isReadBack })
    if (context === null)
      throw new AppError('INFERENCE_FAILED', 'This browser gives no canvas to draw frames on; expected a 2D canvas in a worker.')
    // Browsers then average what they shrink, instead of skipping pixels.
    context.imageSmoothingQuality = 'medium'
    context.fillStyle = 'black'
    drawn = { context, isReadBack }
    return context
  }

  return {
    pixelsOf(frame, part, { originXPx, originYPx, scale, leanRad }) {
      const context = contextForBackend()
      context.resetTransform()
      context.fillRect(0, 0, sidePx, sidePx)
      context.scale(scale, scale)
      context.rotate(-leanRad)
      context.translate(-originXPx, -originYPx)
      const leftPx = Math.max(part.xPx, 0)
      const topPx = Math.max(part.yPx, 0)
      const widthPx = Math.min(part.xPx + part.widthPx, frame.width) - leftPx
      const heightPx = Math.min(part.yPx + part.heightPx, frame.height) - topPx
      if (widthPx > 0 && heightPx > 0) context.drawImage(frame, leftPx, topPx, widthPx, heightPx, leftPx, topPx, widthPx, heightPx)
      // @ts-expect-error TF.js takes an OffscreenCanvas, but its types know only the page's own.
      return browser.fromPixels(context.canvas, 3)
    },
  }
}
