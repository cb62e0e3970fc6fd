import type { Estimate } from './user-state'

/** An estimate after smoothing, with the label that is held. */
export type SmoothedEstimate = Estimate & {
  /** Position in the manifest's label order; held until another label is clearly ahead, so it need not have the highest score. */
  readonly labelIndex: number
}

/** Smooths estimates one after another as they come. */
export type EstimateSmoother = {
  /** Takes the next estimate in order of time; gives what it and those before it say together. */
  push(estimate: Estimate): SmoothedEstimate
}

/** How far another label's score must be ahead of the held one's before it takes over. */
const SWITCH_MARGIN = 0.1
/** A label that took over is held for this share of the memory at least, so that the label shown never flaps. */
const HELD_SHARE = 0.8

/**
 * Makes a smoother that is causal: each estimate is smoothed from itself and those before it alone.
 *
 * Scores and confidence are means weighted by confidence and by exp(-age / memorySec), age being how long before this estimate's
 * end another one ended; so after memorySec an estimate counts a third, and after a long silence nothing of before remains. The label is
 * held for HELD_SHARE of the memory, and then until another is ahead of it by SWITCH_MARGIN; after a silence of three memories it is free.
 */
export function createEstimateSmoother(memorySec: number): EstimateSmoother {
  const memoryMs = memorySec * 1000
  let scoreSums: readonly number[] = []
  let confidenceSum = 0
  let weightSum = 0
  let countSum = 0
  let lastEndMs = -Infinity
  let labelIndex: number | undefined
  let heldSinceMs = -Infinity
  return {
    push(estimate) {
      const silenceMs = estimate.endMs - lastEndMs
      const keptShare = Math.exp(-Math.max(0, silenceMs) / memoryMs)
      const weight = Math.max(estimate.confidence, Number.EPSILON)
      scoreSums = estimate.scores.map((score, index) => (scoreSums[index] ?? 0) * keptShare + score * weight)
      weightSum = weightSum * keptShare + weight
      confidenceSum = confidenceSum * keptShare + estimate.confidence
      countSum = countSum * keptShare + 1
      lastEndMs = estimate.endMs
      const scores = scoreSums.map((sum) => sum / weightSum)
      const likeliest = scores.reduce((best, score, index) => (score > (scores[best] ?? -Infinity) ? index : best), 0)
      const heldScore = labelIndex === undefined || silenceMs > 3 * memoryMs ? -Infinity : (scores[labelIndex] ?? -Infinity)
      const isHeldLongEnough = heldScore === -Infinity || estimate.endMs - heldSinceMs >= HELD_SHARE * memoryMs
      if (isHeldLongEnough && (scores[likeliest] ?? 0) - heldScore >= SWITCH_MARGIN) {
        if (likeliest !== labelIndex) heldSinceMs = estimate.endMs
        labelIndex = likeliest
      }
      return {
        startMs: estimate.startMs,
        endMs: estimate.endMs,
        scores,
        confidence: confidenceSum / countSum,
        labelIndex: labelIndex ?? likeliest,
      }
    },
  }
}

/** Smooths a list of estimates in order of time, as many as went in: what createEstimateSmoother makes of them one after another. */
export function smoothEstimates(estimates: readonly Estimate[], memorySec: number): readonly SmoothedEstimate[] {
  const smoother = createEstimateSmoother(memorySec)
  return estimates.map((estimate) => smoother.push(estimate))
}
