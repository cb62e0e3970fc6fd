/** Statistics over the last steps of a column, at each step from itself and those before it alone; NaN counts as absent. */

/** What `trailing` hands to a statistic: the finite values among the last steps, oldest first, and where in the stretch each lies. */
type TrailingValues = { readonly values: Float64Array; readonly positions: Float64Array }

/** At each step the statistic of the last stepCount steps: (sampleCount,), NaN where fewer than minCount of them are there. */
function trailing(column: Float64Array, stepCount: number, minCount: number, statistic: (stretch: TrailingValues) => number): Float64Array {
  const values = new Float64Array(stepCount)
  const positions = new Float64Array(stepCount)
  // One view for each count, made once: there are as many stretches as the column has steps.
  const views = Array.from({ length: stepCount + 1 }, (_, count) => ({
    values: values.subarray(0, count),
    positions: positions.subarray(0, count),
  }))
  const result = new Float64Array(column.length)
  for (let end = 0; end < column.length; end += 1) {
    let count = 0
    for (let position = Math.max(0, stepCount - 1 - end); position < stepCount; position += 1) {
      const value = column[end - stepCount + 1 + position] ?? NaN
      if (Number.isNaN(value)) continue
      values[count] = value
      positions[count] = position
      count += 1
    }
    const view = views[count]
    result[end] = count === 0 || count < minCount || view === undefined ? NaN : statistic(view)
  }
  return result
}

const sumOf = (values: Float64Array): number => {
  let sum = 0
  for (let index = 0; index < values.length; index += 1) sum += values[index] ?? NaN
  return sum
}

const meanOf = (values: Float64Array): number => sumOf(values) / values.length

/** The sum over the last stepCount steps; 0 where none is there. */
export function trailingSum(column: Float64Array, stepCount: number): Float64Array {
  const sums = new Float64Array(column.length)
  for (let end = 0; end < column.length; end += 1) {
    let sum = 0
    for (let index = Math.max(0, end - stepCount + 1); index <= end; index += 1) {
      const value = column[index] ?? NaN
      if (!Number.isNaN(value)) sum += value
    }
    sums[end] = sum
  }
  return sums
}

/** The mean over the last stepCount steps. */
export function trailingMean(column: Float64Array, stepCount: number, minCount: number): Float64Array {
  return trailing(column, stepCount, minCount, ({ values }) => meanOf(values))
}

/** The standard deviation, by the count, over the last stepCount steps. */
export function trailingSd(column: Float64Array, stepCount: number, minCount: number): Float64Array {
  return trailing(column, stepCount, minCount, ({ values }) => {
    const mean = meanOf(values)
    let squares = 0
    for (let index = 0; index < values.length; index += 1) squares += ((values[index] ?? NaN) - mean) ** 2
    return Math.sqrt(squares / values.length)
  })
}

/** The lowest of the last stepCount steps. */
export function trailingMin(column: Float64Array, stepCount: number, minCount: number): Float64Array {
  return trailing(column, stepCount, minCount, ({ values }) => {
    let lowest = Infinity
    for (let index = 0; index < values.length; index += 1) lowest = Math.min(lowest, values[index] ?? NaN)
    return lowest
  })
}

/** The slope a step of the least-squares line through the last stepCount steps; NaN where one alone is there. */
export function trailingSlope(column: Float64Array, stepCount: number, minCount: number): Float64Array {
  return trailing(column, stepCount, minCount, ({ values, positions }) => {
    const [mean, meanPosition] = [meanOf(values), meanOf(positions)]
    let products = 0
    let squares = 0
    for (let index = 0; index < values.length; index += 1) {
      const offset = (positions[index] ?? NaN) - meanPosition
      products += offset * ((values[index] ?? NaN) - mean)
      squares += offset ** 2
    }
    return squares > 0 ? products / squares : NaN
  })
}
