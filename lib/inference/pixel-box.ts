/** A rectangle in pixels of a frame; it may reach beyond the frame's edges. */
export type PixelBox = { readonly xPx: number; readonly yPx: number; readonly widthPx: number; readonly heightPx: number }

/** Area in square pixels. */
export const boxArea = (box: PixelBox): number => box.widthPx * box.heightPx

/** Intersection over union of two boxes, 0..1. */
export function boxOverlap(a: PixelBox, b: PixelBox): number {
  const widthPx = Math.min(a.xPx + a.widthPx, b.xPx + b.widthPx) - Math.max(a.xPx, b.xPx)
  const heightPx = Math.min(a.yPx + a.heightPx, b.yPx + b.heightPx) - Math.max(a.yPx, b.yPx)
  if (widthPx <= 0 || heightPx <= 0) return 0
  const shared = widthPx * heightPx
  return shared / (boxArea(a) + boxArea(b) - shared)
}
