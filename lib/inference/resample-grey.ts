import type { PixelBox } from './pixel-box'

/** Pixels of a picture, (heightPx, widthPx, 4), red, green, blue and opacity of 0..255, as `ImageData` has them. */
export type RgbaPixels = { readonly data: Uint8ClampedArray; readonly width: number; readonly height: number }

// Brightness as ITU-R BT.601 weighs it, which is how the training faces were made grey.
const redWeight = 0.299
const greenWeight = 0.587
const blueWeight = 0.114

type Taps = { readonly first: number; readonly weights: readonly number[] }

/**
 * For each output pixel the input pixels that it covers, by their covered share. Where an output pixel is smaller than an input pixel it is
 * widened to one, which makes enlarging a linear interpolation.
 */
function axisTaps(startPx: number, lengthPx: number, outputCount: number): readonly Taps[] {
  const stepPx = lengthPx / outputCount
  const widthPx = Math.max(stepPx, 1)
  return Array.from({ length: outputCount }, (_, index) => {
    const centrePx = startPx + (index + 0.5) * stepPx
    const fromPx = centrePx - widthPx / 2
    const toPx = centrePx + widthPx / 2
    const first = Math.floor(fromPx)
    const weights = Array.from({ length: Math.ceil(toPx) - first }, (_unused, tap) => {
      const covered = Math.min(first + tap + 1, toPx) - Math.max(first + tap, fromPx)
      return covered / widthPx
    })
    return { first, weights }
  })
}

const clamp = (value: number, max: number) => Math.min(Math.max(value, 0), max)

/**
 * The grey levels 0..255 of a box of a picture, brought to (heightPx, widthPx) row by row by averaging areas. Beyond the picture's edges its
 * outermost pixels go on.
 */
export function resampleGrey(
  pixels: RgbaPixels,
  box: PixelBox,
  output: { readonly widthPx: number; readonly heightPx: number },
): Float32Array {
  const columns = axisTaps(box.xPx, box.widthPx, output.widthPx)
  const rows = axisTaps(box.yPx, box.heightPx, output.heightPx)
  const { data, width, height } = pixels
  const greyAt = (x: number, y: number) => {
    const offset = 4 * (y * width + x)
    return redWeight * (data[offset] ?? 0) + greenWeight * (data[offset + 1] ?? 0) + blueWeight * (data[offset + 2] ?? 0)
  }

  /** One input row narrowed to the output's width; rows beyond the edges are the outermost one. */
  const narrowedRows = new Map<number, Float32Array>()
  const narrowedRow = (inputY: number): Float32Array => {
    const y = clamp(inputY, height - 1)
    const known = narrowedRows.get(y)
    if (known !== undefined) return known
    const narrowed = Float32Array.from(columns, ({ first, weights }) =>
      weights.reduce((sum, weight, tap) => sum + weight * greyAt(clamp(first + tap, width - 1), y), 0),
    )
    narrowedRows.set(y, narrowed)
    return narrowed
  }

  const grey = new Float32Array(output.widthPx * output.heightPx)
  for (const [outputY, { first, weights }] of rows.entries()) {
    for (const [tap, weight] of weights.entries()) {
      const narrowed = narrowedRow(first + tap)
      for (const [outputX, level] of narrowed.entries()) {
        const offset = outputY * output.widthPx + outputX
        grey[offset] = (grey[offset] ?? 0) + weight * level
      }
    }
  }
  return grey
}
