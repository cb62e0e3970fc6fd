import { expect, it } from 'vitest'

import { pocketScores } from './pocket-activity'

const scores = [0.5, 0.3, 0.1, 0.1, 0, 0, 0]

it('a phone that stands in a pocket sits where it might lie', () => {
  expect(pocketScores(scores, [0.1, -0.99, 0])).toEqual([0, 0.8, 0.1, 0.1, 0, 0, 0])
})

it('a phone across the belt tells lying from sitting', () => {
  expect(pocketScores(scores, [0.99, -0.1, 0.1])).toEqual(scores)
})
