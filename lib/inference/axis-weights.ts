/**
 * How much of each input pixel goes into each output pixel when a stretch of an axis is brought to outputCount pixels by averaging areas:
 * (outputCount, slotCount), each row sums to 1. Where an output pixel is smaller than an input pixel it is widened to one, which
 * makes enlarging a linear interpolation. Beyond inputCount pixels the outermost one goes on; slots after them stay 0.
 */
export function axisWeights(
  stretch: { readonly startPx: number; readonly lengthPx: number },
  sizes: { readonly inputCount: number; readonly slotCount: number; readonly outputCount: number },
): Float32Array {
  const { inputCount, slotCount, outputCount } = sizes
  const weights = new Float32Array(outputCount * slotCount)
  const stepPx = stretch.lengthPx / outputCount
  const widthPx = Math.max(stepPx, 1)
  for (let output = 0; output < outputCount; output++) {
    const centrePx = stretch.startPx + (output + 0.5) * stepPx
    const fromPx = centrePx - widthPx / 2
    const toPx = centrePx + widthPx / 2
    for (let input = Math.floor(fromPx); input < toPx; input++) {
      const covered = Math.min(input + 1, toPx) - Math.max(input, fromPx)
      const slot = output * slotCount + Math.min(Math.max(input, 0), inputCount - 1)
      weights[slot] = (weights[slot] ?? 0) + covered / widthPx
    }
  }
  return weights
}
