import { expect, it } from 'vitest'

import { activityLabels, wristActivityLabels } from './labels'
import { toActivityScores } from './wrist-activity'

it.each(wristActivityLabels.map((label, index) => [label, index] as const))(
  '%s keeps its whole score in the words of a phone',
  (_, index) => {
    const scores = toActivityScores(wristActivityLabels.map((_, other) => (other === index ? 1 : 0)))
    expect(scores).toHaveLength(activityLabels.length)
    expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 10)
  },
)

it('walking and running of a wrist are walking and running', () => {
  const scores = toActivityScores([0, 0.7, 0.3, 0, 0, 0, 0])
  expect(scores[activityLabels.indexOf('walking')]).toBeCloseTo(0.7, 10)
  expect(scores[activityLabels.indexOf('running')]).toBeCloseTo(0.3, 10)
})
