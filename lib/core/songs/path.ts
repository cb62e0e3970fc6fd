/** A place between the state and the goal: its unit vector is `stateWeight * stateVector + goalWeight * goalVector`. */
export type Place = {
  /** 0..1, 0 at the state and 1 at the goal */
  readonly pathPosition: number
  readonly stateWeight: number
  readonly goalWeight: number
}

/** Below this sine of the angle between state and goal the two are one place (or opposite), and no arc joins them. */
const minArcSine = 1e-3

/**
 * Returns `placeCount` places at equal steps along the great circle from the state to the goal, both ends included.
 *
 * Where the two are one place, every place is the state, at position 0. Opposite ones, between which the arc is any, are left as they are:
 * the first half stands at the state, the second at the goal.
 *
 * cosine: of the state and the goal, -1..1. Source of the formula: Shoemake, "Animating rotation with quaternion curves" (1985).
 */
export function planPath(cosine: number, placeCount: number): readonly Place[] {
  const angle = Math.acos(Math.min(1, Math.max(-1, cosine)))
  const sine = Math.sin(angle)
  return Array.from({ length: placeCount }, (_, index) => {
    const share = placeCount === 1 ? 0 : index / (placeCount - 1)
    if (sine >= minArcSine) {
      return { pathPosition: share, stateWeight: Math.sin((1 - share) * angle) / sine, goalWeight: Math.sin(share * angle) / sine }
    }
    if (cosine > 0) return { pathPosition: 0, stateWeight: 1, goalWeight: 0 }
    return share < 0.5 ? { pathPosition: 0, stateWeight: 1, goalWeight: 0 } : { pathPosition: 1, stateWeight: 0, goalWeight: 1 }
  })
}

/** Returns a song's cosine to a place from its cosines to the state and to the goal. */
export function similarityToPlace(place: Place, stateSimilarity: number, goalSimilarity: number): number {
  return place.stateWeight * stateSimilarity + place.goalWeight * goalSimilarity
}
