import type { FrameSize, PixelBox } from './pixel-box'
import { scanSquares } from './scan-squares'
import type { ScanLevel } from './scan-squares'

/**
 * The magnifications of a scan, the whole frame first and larger squares before smaller ones, because squares that cut a large face show false
 * ones. The detector is sure of faces that fill a fifth of its square: in a frame 640 pixels wide that is a face of 120 pixels or more for
 * the whole, then of 60, 34 and 22. Each level's squares overlap by more than the smallest face of the level before.
 */
export const scanLevels: readonly ScanLevel[] = [
  { magnification: 1, overlapShare: 0 },
  { magnification: 2, overlapShare: 0.5 },
  { magnification: 3.55, overlapShare: 0.36 },
  { magnification: 5.5, overlapShare: 0.36 },
]

/** How many levels each pass over the frame has; the last level's squares are too many for one pass and are shared out over several. */
const levelsEachPassCount = 3
const smallestSquaresPerPass = 14

/** The squares of a frame in the order in which a webcam's frames are looked at, one a frame, over and over. */
export function scanOrder(frame: FrameSize): readonly PixelBox[] {
  const pass = scanLevels.slice(0, levelsEachPassCount).flatMap((level) => scanSquares(frame, level))
  const smallest = scanLevels.slice(levelsEachPassCount).flatMap((level) => scanSquares(frame, level))
  const passCount = Math.ceil(smallest.length / smallestSquaresPerPass)
  return Array.from({ length: passCount }, (_, index) => [
    ...pass,
    ...smallest.slice(index * smallestSquaresPerPass, (index + 1) * smallestSquaresPerPass),
  ]).flat()
}
