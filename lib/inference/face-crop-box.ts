import type { FaceCrop } from '@/lib/contracts/model-manifest'

import type { PixelBox } from './pixel-box'

/** The square around a detector's box that the expression net was trained to see; it may reach beyond the frame. */
export function faceCropBox(box: PixelBox, crop: Pick<FaceCrop, 'boxScale' | 'boxOffsetY'>): PixelBox {
  const detectedSidePx = Math.max(box.widthPx, box.heightPx)
  const sidePx = detectedSidePx * crop.boxScale
  const centreXPx = box.xPx + box.widthPx / 2
  const centreYPx = box.yPx + box.heightPx / 2 + detectedSidePx * crop.boxOffsetY
  return { xPx: centreXPx - sidePx / 2, yPx: centreYPx - sidePx / 2, widthPx: sidePx, heightPx: sidePx }
}
