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
  const covers = coversByFamily(dotMask(size), strengths)
  const half = size / 2
  for (let song = 0; song < songCount; song++) {
    const left = Math.round(originX + (xs[song] ?? 0) * stepX - half)
    const top = Math.round(originY + (ys[song] ?? 0) * stepY - half)
    if (left <= -size || left >= widthPx || top <= -size || top >= heightPx) continue
    const family = families[song] ?? 0
    const colour = colours[family] ?? 0
    const firstCover = family * size * size
    const fromColumn = left < 0 ? -left : 0
    const toColumn = left + size > widthPx ? widthPx - left : size
    const fromRow = top < 0 ? -top : 0
    const toRow = top + size > heightPx ? heightPx - top : size
    for (let row = fromRow; row < toRow; row++) {
      const start = (top + row) * widthPx + left
      const coverStart = firstCover + row * size
      for (let column = fromColumn; column < toColumn; column++) {
        const share = covers[coverStart + column] ?? 0
        if (share !== 0) pixels[start + column] = blended(pixels[start + column] ?? 0, colour, share)
      }
    }
  }
}

/** What a song of each family covers of each pixel of its dot, 0..255, (256 * mask.length,). */
function coversByFamily(mask: Uint8Array, strengths: Uint8Array): Uint8Array {
  const covers = new Uint8Array(strengths.length * mask.length)
  strengths.forEach((strength, family) => {
    mask.forEach((share, at) => {
      // 1..256, so that a full cover is one
      covers[family * mask.length + at] = (share * (strength + 1)) >> 8
    })
  })
  return covers
}

/** Mixes a share (0..255) of a colour into a pixel, red and blue in one go and green in another; the pixel stays opaque. */
function blended(pixel: number, colour: number, share: number): number {
  const redBlue = pixel & 0xff00ff
  const green = pixel & 0x00ff00
  const mixedRedBlue = redBlue + ((((colour & 0xff00ff) - redBlue) * share) >> 8)
  const mixedGreen = green + ((((colour & 0x00ff00) - green) * share) >> 8)
  return ((mixedRedBlue & 0xff00ff) | (mixedGreen & 0x00ff00) | 0xff000000) >>> 0
}
