/**
 * Fills runs of NaN with a straight line between their neighbours: a new array, (sampleCount,).
 *
 * Runs longer than maxGapSampleCount stay. Runs at either end have one neighbour: it is held where `isHeldAtEnds`, else they stay.
 */
export function fillGaps(values: Float64Array, maxGapSampleCount: number, isHeldAtEnds = false): Float64Array {
  const filled = values.slice()
  let lastFinite = -1
  for (let index = 0; index <= filled.length; index += 1) {
    const value = filled[index]
    if (value !== undefined && Number.isNaN(value)) continue
    const gapCount = index - lastFinite - 1
    if (gapCount > 0 && gapCount <= maxGapSampleCount) {
      const before = lastFinite < 0 ? undefined : filled[lastFinite]
      if (before !== undefined && value !== undefined) {
        for (let step = 1; step <= gapCount; step += 1) filled[lastFinite + step] = before + ((value - before) * step) / (gapCount + 1)
      } else if (isHeldAtEnds) {
        const held = before ?? value
        if (held !== undefined) filled.fill(held, lastFinite + 1, index)
      }
    }
    lastFinite = index
  }
  return filled
}
