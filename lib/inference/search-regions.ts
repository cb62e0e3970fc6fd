import type { PixelBox } from './pixel-box'

/**
 * The frame cut into equal tiles, each 1/magnification of its width and height and overlapping the next by half, row by row: in a tile a
 * small face is large enough for the detector, and any face smaller than half a tile lies whole in one of them.
 */
export function searchRegions(frame: { readonly widthPx: number; readonly heightPx: number }, magnification: number): readonly PixelBox[] {
  const widthPx = frame.widthPx / magnification
  const heightPx = frame.heightPx / magnification
  const positions = Array.from({ length: 2 * magnification - 1 }, (_, index) => index / 2)
  return positions.flatMap((row) => positions.map((column) => ({ xPx: column * widthPx, yPx: row * heightPx, widthPx, heightPx })))
}
