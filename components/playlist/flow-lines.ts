/** One line of the flow: its points as an SVG path over a field of 100 x 100, with gaps where a song's value is not known. */
export function flowPath(values: readonly (number | undefined)[], [low, high]: readonly [number, number]): string {
  const step = values.length > 1 ? 100 / (values.length - 1) : 0
  let path = ''
  let isDrawing = false
  values.forEach((value, index) => {
    if (value === undefined) {
      isDrawing = false
      return
    }
    const share = Math.max(0, Math.min(1, (value - low) / (high - low)))
    path += `${isDrawing ? 'L' : 'M'}${(index * step).toFixed(2)} ${(100 - share * 100).toFixed(2)}`
    isDrawing = true
  })
  return path
}
