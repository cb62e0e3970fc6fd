import { describe, expect, it } from 'vitest'

import { planPath, similarityToPlace } from './path'
import { madeUpVector, seededNumbers } from './test-support'

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, dim) => sum + value * (b[dim] ?? 0), 0)
}

describe('planPath', () => {
  const random = seededNumbers(3)
  const [state, goal, song] = [madeUpVector(random), madeUpVector(random), madeUpVector(random)]

  it('begins at the state, ends at the goal, and every place has unit length', () => {
    const places = planPath(dot(state, goal), 9)
    expect(places[0]).toEqual({ pathPosition: 0, stateWeight: 1, goalWeight: 0 })
    expect(places[8]?.pathPosition).toBe(1)
    expect(places[8]?.goalWeight).toBeCloseTo(1, 10)
    for (const { stateWeight, goalWeight } of places) {
      const place = state.map((value, dim) => stateWeight * value + goalWeight * (goal[dim] ?? 0))
      expect(dot(place, place)).toBeCloseTo(1, 10)
    }
  })

  it('takes equal steps: neighbours are equally far from each other', () => {
    const vectors = planPath(dot(state, goal), 6).map(({ stateWeight, goalWeight }) =>
      state.map((value, dim) => stateWeight * value + goalWeight * (goal[dim] ?? 0)),
    )
    const steps = vectors.slice(1).map((vector, index) => dot(vector, vectors[index] ?? []))
    for (const step of steps) expect(step).toBeCloseTo(steps[0] ?? 0, 10)
  })

  it("gives a song's cosine to a place from its cosines to both ends", () => {
    const place = planPath(dot(state, goal), 5)[2]
    if (place === undefined) throw new Error('five places have a third')
    const vector = state.map((value, dim) => place.stateWeight * value + place.goalWeight * (goal[dim] ?? 0))
    expect(similarityToPlace(place, dot(song, state), dot(song, goal))).toBeCloseTo(dot(song, vector), 10)
  })

  it('stays where it is when the goal is the state, and has both ends when they are opposite', () => {
    expect(planPath(1, 4).every((place) => place.stateWeight === 1 && place.pathPosition === 0)).toBe(true)
    expect(planPath(-1, 4).map((place) => place.goalWeight)).toEqual([0, 0, 1, 1])
    expect(planPath(0.5, 1)).toHaveLength(1)
  })
})
