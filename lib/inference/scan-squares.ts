import { squareAbout } from './pixel-box'
import type { FrameSize, PixelBox } from './pixel-box'

/** One magnification of a scan. */
export type ScanLevel = {
  /** How many of its squares' sides make the frame's longer side. */
  readonly magnification: number
  /** How much of a square at least the next one shares, 0..1: a face up to about that share of a square lies whole in one of them. */
  readonly overlapShare: number
}

/** The first places of squares along an axis, evenly laid so that they cover all of it; one that is longer than the axis lies about its middle. */
function positions(lengthPx: number, sidePx: number, overlapShare: number): readonly number[] {
  const restPx = lengthPx - sidePx
  if (restPx <= 0) return [restPx / 2]
  const stepCount = Math.ceil(restPx / (sidePx * (1 - overlapShare)))
  return Array.from({ length: stepCount + 1 }, (_, index) => (index * restPx) / stepCount)
}

/** The squares of one magnification that cover a frame, row by row: what is too small for the detector in the whole frame is larger in them. */
export function scanSquares(frame: FrameSize, { magnification, overlapShare }: ScanLevel): readonly PixelBox[] {
  const sidePx = Math.max(frame.widthPx, frame.heightPx) / magnification
  const columns = positions(frame.widthPx, sidePx, overlapShare)
  const rows = positions(frame.heightPx, sidePx, overlapShare)
  return rows.flatMap((top) => columns.map((left) => squareAbout({ xPx: left + sidePx / 2, yPx: top + sidePx / 2 }, sidePx)))
}
