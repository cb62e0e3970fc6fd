import { cast, matMul, reshape, tensor2d, tidy } from '@tensorflow/tfjs-core'
import type { Tensor2D, Tensor3D } from '@tensorflow/tfjs-core'

import { axisWeights } from './axis-weights'
import type { FrameSize, PixelBox } from './pixel-box'

// Brightness as ITU-R BT.601 weighs red, green and blue, which is how the training faces were made grey.
const greyWeights = [0.299, 0.587, 0.114]

/**
 * The grey levels 0..255 of a box of a picture, brought to (heightPx, widthPx) by averaging areas, on the backend that is set.
 *
 * pixels: (sidePx, sidePx, 3) levels 0..255, of which the first `filled` rows and columns are the picture; beyond its edges the
 * outermost pixels go on. The averaging is two products with matrices, so that every backend does the same.
 */
export function greyCrop(pixels: Tensor3D, filled: FrameSize, box: PixelBox, output: FrameSize): Tensor2D {
  return tidy(() => {
    const [rowSlots, columnSlots] = pixels.shape
    const levels = reshape(cast(pixels, 'float32'), [rowSlots * columnSlots, 3])
    const grey = reshape(matMul(levels, tensor2d(greyWeights, [3, 1])), [rowSlots, columnSlots])
    const rows = axisWeights(
      { startPx: box.yPx, lengthPx: box.heightPx },
      { inputCount: filled.heightPx, slotCount: rowSlots, outputCount: output.heightPx },
    )
    const columns = axisWeights(
      { startPx: box.xPx, lengthPx: box.widthPx },
      { inputCount: filled.widthPx, slotCount: columnSlots, outputCount: output.widthPx },
    )
    const narrowed = matMul<Tensor2D>(tensor2d(rows, [output.heightPx, rowSlots]), grey)
    return matMul<Tensor2D>(narrowed, tensor2d(columns, [output.widthPx, columnSlots]), false, true)
  })
}
