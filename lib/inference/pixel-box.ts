/** A place in pixels of a frame. */
export type PixelPoint = { readonly xPx: number; readonly yPx: number }

/** A rectangle in pixels of a frame; it may reach beyond the frame's edges. */
export type PixelBox = PixelPoint & { readonly widthPx: number; readonly heightPx: number }

/** A frame's size. */
export type FrameSize = { readonly widthPx: number; readonly heightPx: number }

/** Area in square pixels. */
export const boxArea = (box: FrameSize): number => box.widthPx * box.heightPx

/** The middle of a box. */
export const boxCentre = (box: PixelBox): PixelPoint => ({ xPx: box.xPx + box.widthPx / 2, yPx: box.yPx + box.heightPx / 2 })

/** The square about a point. */
export const squareAbout = ({ xPx, yPx }: PixelPoint, sidePx: number): PixelBox => ({
  xPx: xPx - sidePx / 2,
  yPx: yPx - sidePx / 2,
  widthPx: sidePx,
  heightPx: sidePx,
})

/** Intersection over union of two boxes, 0..1. */
export function boxOverlap(a: PixelBox, b: PixelBox): number {
  const widthPx = Math.min(a.xPx + a.widthPx, b.xPx + b.widthPx) - Math.max(a.xPx, b.xPx)
  const heightPx = Math.min(a.yPx + a.heightPx, b.yPx + b.heightPx) - Math.max(a.yPx, b.yPx)
  if (widthPx <= 0 || heightPx <= 0) return 0
  const shared = widthPx * heightPx
  return shared / (boxArea(a) + boxArea(b) - shared)
}
