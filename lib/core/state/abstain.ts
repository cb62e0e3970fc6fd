import type { SignalQuality, Stretch } from '../signal/assess-quality'

/** Why a wearable's reading says nothing: its calibrated confidence is too low, or its signals were silent or stood still. */
export type Abstention = 'unsure' | 'poorSignal'

/** Below this the stress model is right less often than not (docs/model-cards/stress.md has the curve). */
const LOWEST_CONFIDENCE = 0.45
/** With less than this of a stretch measured, it is the filled gaps that speak. */
const SMALLEST_MEASURED_SHARE = 0.5

/** Whether a reading of a stretch had better say nothing, and why; undefined where it may speak. One good signal is enough. */
export function abstain(confidence: number, quality: SignalQuality, stretch: Stretch): Abstention | undefined {
  const lengthMs = stretch.endMs - stretch.startMs
  const measuredShares = quality.channels.map(({ gaps, flatStretches }) => 1 - overlapMs([...gaps, ...flatStretches], stretch) / lengthMs)
  if (lengthMs > 0 && Math.max(...measuredShares) < SMALLEST_MEASURED_SHARE) return 'poorSignal'
  return confidence < LOWEST_CONFIDENCE ? 'unsure' : undefined
}

function overlapMs(parts: readonly Stretch[], stretch: Stretch): number {
  return parts.reduce(
    (sum, { startMs, endMs }) => sum + Math.max(0, Math.min(endMs, stretch.endMs) - Math.max(startMs, stretch.startMs)),
    0,
  )
}
