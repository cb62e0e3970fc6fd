import type { GridOnScreen, SongMap } from './song-map'

/** How the songs of each genre family are painted. */
export type FamilyPaint = {
  /** (256,) by family: the pixel in the order of an ImageData's bytes (red lowest) */
  readonly colours: Uint32Array
  /** (256,) by family, 0..255: how much one song covers */
  readonly strengths: Uint8Array
}

/** A picture in memory, (heightPx * widthPx,) row by row, each pixel the four bytes of an ImageData as one number. */
export type Picture = { readonly pixels: Uint32Array; readonly widthPx: number; readonly heightPx: number }

/** A dot's share (0..255) of each of its pixels, (sizePx * sizePx,): a disc with soft edges. */
function dotMask(sizePx: number): Uint8Array {
  const radius = sizePx / 2
  return Uint8Array.from({ length: sizePx * sizePx }, (_, at) => {
    const off = Math.hypot((at % sizePx) + 0.5 - radius, Math.floor(at / sizePx) + 0.5 - radius)
    return Math.round(255 * Math.min(1, Math.max(0, radius + 0.5 - off)))
  })
}

/**
 * Paints the songs over a background, one disc of `dotPx` each. Songs that lie over each other cover more, so that where many are it is
 * brighter: from afar the picture is the density.
 */
export function paintSongs(
  { songCount, xs, ys, families }: SongMap,
  { originX, stepX, originY, stepY }: GridOnScreen,
  { pixels, widthPx, heightPx }: Picture,
  { colours, strengths, background, dotPx }: FamilyPaint & { readonly background: number; readonly dotPx: number },
): void {
  pixels.fill(background)
  const size = Math.max(1, Math.round(dotPx))
  const mask = dotMask(size)
  const half = size / 2
  for (let song = 0; song < songCount; song++) {
    const left = Math.round(originX + (xs[song] ?? 0) * stepX - half)
    const top = Math.round(originY + (ys[song] ?? 0) * stepY - half)
    const [fromColumn, toColumn] = [Math.max(0, -left), Math.min(size, widthPx - left)]
    const [fromRow, toRow] = [Math.max(0, -top), Math.min(size, heightPx - top)]
    if (fromColumn >= toColumn || fromRow >= toRow) continue
    const family = families[song] ?? 0
    const colour = colours[family] ?? 0
    // 1..256, so that a full cover is one
    const strength = (strengths[family] ?? 0) + 1
    for (let row = fromRow; row < toRow; row++) {
      const start = (top + row) * widthPx + left
      for (let column = fromColumn; column < toColumn; column++) {
        const share = ((mask[row * size + column] ?? 0) * strength) >> 8
        if (share > 0) pixels[start + column] = blended(pixels[start + column] ?? 0, colour, share)
      }
    }
  }
}

/** Mixes a share (0..255) of a colour into a pixel, red and blue in one go and green in another; the pixel stays opaque. */
function blended(pixel: number, colour: number, share: number): number {
  const redBlue = pixel & 0xff00ff
  const green = pixel & 0x00ff00
  const mixedRedBlue = redBlue + ((((colour & 0xff00ff) - redBlue) * share) >> 8)
  const mixedGreen = green + ((((colour & 0x00ff00) - green) * share) >> 8)
  return ((mixedRedBlue & 0xff00ff) | (mixedGreen & 0x00ff00) | 0xff000000) >>> 0
}
