import type { FaceCrop } from '@/lib/contracts/model-manifest'

import type { CropSquare } from './crop-reader'
import { boxCentre, squareAbout } from './pixel-box'
import type { PixelBox } from './pixel-box'

/** A head that leans less (12 degrees) is read as it stands: the net was trained on such heads, and turning pixels blurs them. */
const minLeanRad = 0.2

/** The square around a detector's box that the expression net was trained to see, upright with the head; it may reach beyond the frame. */
export function faceCropSquare(box: PixelBox, leanRad: number, crop: Pick<FaceCrop, 'boxScale' | 'boxOffsetY'>): CropSquare {
  const detectedSidePx = Math.max(box.widthPx, box.heightPx)
  const turnedRad = Math.abs(leanRad) < minLeanRad ? 0 : leanRad
  const centre = boxCentre(box)
  const downPx = detectedSidePx * crop.boxOffsetY
  const middle = { xPx: centre.xPx - Math.sin(turnedRad) * downPx, yPx: centre.yPx + Math.cos(turnedRad) * downPx }
  return { ...squareAbout(middle, detectedSidePx * crop.boxScale), leanRad: turnedRad }
}
