import { cadenceWindowSpec, findCadence, type Cadence } from './find-cadence'
import type { Recording } from './recording'
import { sliceWindows } from './slice-windows'

/** The cadence of one stretch of a recording, Unix epoch ms. */
export type CadenceEstimate = Cadence & { readonly startMs: number; readonly endMs: number }

/** Below this share of a stretch with steps in it, it has no cadence. */
const SMALLEST_COVERED_SHARE = 0.3

/** The cadence over a recording of acceleration, in order of time: a stretch of 8 s every 2 s where somebody walks or runs, none elsewhere. */
export function cadenceSeries(recording: Recording): readonly CadenceEstimate[] {
  const { accX, accY, accZ } = recording.series
  if (accX === undefined || accY === undefined || accZ === undefined) return []
  if (recording.endMs - recording.startMs < cadenceWindowSpec.lengthSec * 1000) return []
  return sliceWindows(recording, cadenceWindowSpec, { kind: 'none' }).flatMap(({ startMs, endMs, values }) => {
    const cadence = findCadence(values, cadenceWindowSpec.sampleRateHz, recording.hasGravity ?? false)
    return cadence === undefined ? [] : [{ ...cadence, startMs, endMs }]
  })
}

/** The cadence of a stretch of time: the median of its estimates; undefined where for most of it there were no steps. */
export function readCadence(
  estimates: readonly CadenceEstimate[],
  stretch: { readonly startMs: number; readonly endMs: number },
): Cadence | undefined {
  const middleMs = ({ startMs, endMs }: CadenceEstimate) => (startMs + endMs) / 2
  const inside = estimates.filter((estimate) => middleMs(estimate) >= stretch.startMs && middleMs(estimate) <= stretch.endMs)
  const ordered = inside.toSorted((one, other) => one.cadenceSpm - other.cadenceSpm)
  const median = ordered[ordered.length >> 1]
  const coveredMs = inside.length * cadenceWindowSpec.strideSec * 1000
  if (median === undefined || coveredMs < SMALLEST_COVERED_SHARE * (stretch.endMs - stretch.startMs)) return undefined
  return { cadenceSpm: median.cadenceSpm, confidence: inside.reduce((sum, { confidence }) => sum + confidence, 0) / inside.length }
}
