import type { Estimate } from '@/lib/core/state/user-state'

/** An estimate from a model's calibrated scores: its confidence is the highest one. */
export function toEstimate(scores: Float32Array, startMs: number, endMs: number): Estimate {
  return { startMs, endMs, scores: Array.from(scores), confidence: Math.max(...scores) }
}
