import { expect, test } from 'vitest'

import { noisyColumn } from './test-support'
import { trailingMean, trailingMin, trailingSd, trailingSlope, trailingSum } from './trailing'

const STEP_COUNT = 30
const FEWEST_COUNT = 12

/** What the last steps of a column hold at a step, each with its distance from that step; missing ones left out. The plain way. */
const stretchAt = (column: Float64Array, end: number) =>
  Array.from({ length: STEP_COUNT }, (_, back) => ({ position: -back, value: column[end - back] ?? NaN }))
    .filter(({ value }) => !Number.isNaN(value))
    .toReversed()

/** A statistic of each stretch, the plain way; NaN where too few are there. */
const plainly = (column: Float64Array, fewest: number, statistic: (stretch: ReturnType<typeof stretchAt>) => number) =>
  Array.from(column, (_, end) => {
    const stretch = stretchAt(column, end)
    return stretch.length < Math.max(1, fewest) ? NaN : statistic(stretch)
  })

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const valuesOf = (stretch: ReturnType<typeof stretchAt>) => stretch.map(({ value }) => value)

for (const missingShare of [0, 0.3, 0.9]) {
  const column = noisyColumn(400, missingShare)

  test(`with ${missingShare * 100} % missing, every statistic is that of the last steps, to the last bit`, () => {
    expect(Array.from(trailingMean(column, STEP_COUNT, FEWEST_COUNT))).toEqual(
      plainly(column, FEWEST_COUNT, (stretch) => meanOf(valuesOf(stretch))),
    )
    expect(Array.from(trailingMin(column, STEP_COUNT, 1))).toEqual(plainly(column, 1, (stretch) => Math.min(...valuesOf(stretch))))
    expect(Array.from(trailingSum(column, STEP_COUNT))).toEqual(
      Array.from(column, (_, end) => valuesOf(stretchAt(column, end)).reduce((sum, value) => sum + value, 0)),
    )
    expect(Array.from(trailingSd(column, STEP_COUNT, FEWEST_COUNT))).toEqual(
      plainly(column, FEWEST_COUNT, (stretch) => {
        const mean = meanOf(valuesOf(stretch))
        return Math.sqrt(meanOf(valuesOf(stretch).map((value) => (value - mean) ** 2)))
      }),
    )
  })

  test(`with ${missingShare * 100} % missing, the slope is that of the least-squares line`, () => {
    const slopes = plainly(column, FEWEST_COUNT, (stretch) => {
      const [mean, middle] = [meanOf(valuesOf(stretch)), meanOf(stretch.map(({ position }) => position))]
      const products = stretch.map(({ value, position }) => (position - middle) * (value - mean))
      const squares = stretch.map(({ position }) => (position - middle) ** 2)
      return meanOf(products) / meanOf(squares)
    })
    // The means are of other sums: the last digits of a double differ.
    const rounded = (values: Iterable<number>) => Array.from(values, (value) => Math.round(value * 1e10) + 0)
    expect(rounded(trailingSlope(column, STEP_COUNT, FEWEST_COUNT))).toEqual(rounded(slopes))
  })
}
