import type { SmoothedEstimate } from './smooth-estimates'
import type { Estimate } from './user-state'

/**
 * Reads the estimates that overlap a stretch of time as one: scores weighted by confidence and by the overlap; undefined where there are none.
 *
 * Its confidence is the mean confidence of the estimates times the share of them (weighted likewise) whose likeliest label is the
 * stretch's: a stretch of sure estimates that contradict each other says little. Without a stretch all of them count alike.
 */
export function readStretch(
  estimates: readonly Estimate[],
  stretch: { readonly startMs: number; readonly endMs: number } = { startMs: -Infinity, endMs: Infinity },
): SmoothedEstimate | undefined {
  const parts = estimates.flatMap((estimate) => {
    const overlapMs = Math.min(estimate.endMs, stretch.endMs) - Math.max(estimate.startMs, stretch.startMs)
    const isPicture = estimate.endMs === estimate.startMs
    if (overlapMs < 0 || (overlapMs === 0 && !isPicture)) return []
    return [{ estimate, overlap: isPicture ? 1 : overlapMs / (estimate.endMs - estimate.startMs) }]
  })
  const [first] = parts
  if (first === undefined) return undefined
  const overlapSum = parts.reduce((sum, { overlap }) => sum + overlap, 0)
  const weightOf = ({ estimate, overlap }: (typeof parts)[number]) => Math.max(estimate.confidence, Number.EPSILON) * overlap
  const weightSum = parts.reduce((sum, part) => sum + weightOf(part), 0)
  const scores = first.estimate.scores.map(
    (_, label) => parts.reduce((sum, part) => sum + weightOf(part) * (part.estimate.scores[label] ?? 0), 0) / weightSum,
  )
  const labelIndex = likeliestLabel(scores)
  const agreeingSum = parts.reduce((sum, part) => sum + (likeliestLabel(part.estimate.scores) === labelIndex ? weightOf(part) : 0), 0)
  const meanConfidence = parts.reduce((sum, { estimate, overlap }) => sum + estimate.confidence * overlap, 0) / overlapSum
  return {
    startMs: Math.min(...parts.map(({ estimate }) => estimate.startMs)),
    endMs: Math.max(...parts.map(({ estimate }) => estimate.endMs)),
    scores,
    confidence: meanConfidence * (agreeingSum / weightSum),
    labelIndex,
  }
}

function likeliestLabel(scores: readonly number[]): number {
  return scores.reduce((best, score, index) => (score > (scores[best] ?? -Infinity) ? index : best), 0)
}
