import type { SignalQuality, Stretch } from '../signal/assess-quality'
import { createOverlapMeter } from '../signal/overlap-meter'

/** Why a wearable's reading says nothing: its calibrated confidence is too low, or its signals were silent or stood still. */
export type Abstention = 'unsure' | 'poorSignal'

/** Whether a reading of a stretch had better say nothing, and why; undefined where it may speak. */
export type Abstain = (confidence: number, stretch: Stretch) => Abstention | undefined

/** Below this the stress model is right less often than not (docs/model-cards/stress.md has the curve). */
const LOWEST_CONFIDENCE = 0.45
/** With less than this of a stretch measured, it is the filled gaps that speak. */
const SMALLEST_MEASURED_SHARE = 0.5

/** Makes the judge of a recording's readings; one good signal is enough. */
export function createAbstain({ channels }: SignalQuality): Abstain {
  const meters = channels.map(({ gaps, flatStretches }) => createOverlapMeter([...gaps, ...flatStretches]))
  return (confidence, stretch) => {
    const lengthMs = stretch.endMs - stretch.startMs
    const isMeasured = meters.some((missingMs) => missingMs(stretch) <= (1 - SMALLEST_MEASURED_SHARE) * lengthMs)
    if (lengthMs > 0 && !isMeasured) return 'poorSignal'
    return confidence < LOWEST_CONFIDENCE ? 'unsure' : undefined
  }
}
