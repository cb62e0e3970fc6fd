import type { Estimate } from './user-state'

/** An estimate after smoothing, with the label that is held. */
export type SmoothedEstimate = Estimate & {
  /** Position in the manifest's label order; held until another label is clearly ahead, so it need not have the highest score. */
  readonly labelIndex: number
}

/** How far another label's score must be ahead of the held one's before it takes over. */
const SWITCH_MARGIN = 0.1
/** A label at least this likely takes over without the margin: a real change is not held up. */
const SURE_SCORE = 0.75

/**
 * Smooths estimates in order of time, each from itself and those before it alone (causal), as many as went in.
 *
 * Scores and confidence are means weighted by confidence and by exp(-age / memorySec), age being how long before this estimate's
 * end another one ended; so after memorySec an estimate counts a third, and after a long silence nothing of before remains. The label is
 * held until another is ahead of it by SWITCH_MARGIN.
 */
export function smoothEstimates(estimates: readonly Estimate[], memorySec: number): readonly SmoothedEstimate[] {
  let scoreSums: readonly number[] = []
  let confidenceSum = 0
  let weightSum = 0
  let countSum = 0
  let lastEndMs = -Infinity
  let labelIndex = -1
  return estimates.map((estimate) => {
    const keptShare = Math.exp(-Math.max(0, estimate.endMs - lastEndMs) / (memorySec * 1000))
    const weight = Math.max(estimate.confidence, Number.EPSILON)
    scoreSums = estimate.scores.map((score, index) => (scoreSums[index] ?? 0) * keptShare + score * weight)
    weightSum = weightSum * keptShare + weight
    confidenceSum = confidenceSum * keptShare + estimate.confidence
    countSum = countSum * keptShare + 1
    lastEndMs = estimate.endMs
    const scores = scoreSums.map((sum) => sum / weightSum)
    labelIndex = heldLabel(scores, labelIndex)
    return { startMs: estimate.startMs, endMs: estimate.endMs, scores, confidence: confidenceSum / countSum, labelIndex }
  })
}

/** The label to show: the held one, unless there is none or the likeliest is clearly ahead. */
function heldLabel(scores: readonly number[], heldIndex: number): number {
  const likeliest = scores.reduce((best, score, index) => (score > (scores[best] ?? -Infinity) ? index : best), 0)
  const heldScore = scores[heldIndex]
  const bestScore = scores[likeliest] ?? 0
  if (heldScore === undefined || bestScore >= SURE_SCORE || bestScore - heldScore >= SWITCH_MARGIN) return likeliest
  return heldIndex
}
