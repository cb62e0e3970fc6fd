import { boxArea, boxOverlap } from './pixel-box'
import type { PixelBox } from './pixel-box'

/** A face as the detector reports it, in pixels of the frame. */
export type Detection = { readonly box: PixelBox; readonly score: number }

/** Boxes that share more than this are one face, seen in two tiles. */
const sameFaceOverlap = 0.3

/** Whether a box stays inside its tile, apart from edges that are the frame's own: a face cut by a tile's edge gives a false box. */
export function isWholeInRegion(box: PixelBox, region: PixelBox, frame: { readonly widthPx: number; readonly heightPx: number }): boolean {
  const isLeftWhole = region.xPx <= 0 || box.xPx >= region.xPx
  const isTopWhole = region.yPx <= 0 || box.yPx >= region.yPx
  const regionRightPx = region.xPx + region.widthPx
  const regionBottomPx = region.yPx + region.heightPx
  const isRightWhole = regionRightPx >= frame.widthPx - 1 || box.xPx + box.widthPx <= regionRightPx
  const isBottomWhole = regionBottomPx >= frame.heightPx - 1 || box.yPx + box.heightPx <= regionBottomPx
  return isLeftWhole && isTopWhole && isRightWhole && isBottomWhole
}

/** Detections of several tiles with each face once, its surest box kept; the largest face first. */
export function mergeDetections(detections: readonly Detection[]): readonly Detection[] {
  const kept: Detection[] = []
  for (const detection of detections.toSorted((a, b) => b.score - a.score)) {
    if (kept.every((other) => boxOverlap(other.box, detection.box) < sameFaceOverlap)) kept.push(detection)
  }
  return kept.toSorted((a, b) => boxArea(b.box) - boxArea(a.box))
}
