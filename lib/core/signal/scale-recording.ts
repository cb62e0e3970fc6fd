import type { PersonalBaseline } from './personal-baseline'
import type { UniformRecording } from './resample-recording'
import type { PersonalScale, WindowSpec } from './window-spec'

/**
 * Gives a recording the person's own zero and scale, as PersonalScale describes; NaN stays NaN.
 *
 * Without a baseline both are taken over every finite sample of the whole recording, so they know the future: that fits a file
 * which holds more than one state, not a live stream. A channel that the baseline lacks is left out.
 */
export function scaleRecording(
  recording: UniformRecording,
  windowSpec: WindowSpec,
  personalScale: PersonalScale,
  baseline?: PersonalBaseline,
): UniformRecording {
  if (personalScale.kind === 'none') return recording
  const { clip, channels } = personalScale
  const columns = windowSpec.channels.map(({ name }, index) => {
    const column = recording.columns[index] ?? new Float64Array(0)
    const { smallestSpread, usualSpread } = channels[name] ?? { smallestSpread: NaN, usualSpread: NaN }
    const own = baseline === undefined ? spreadOf(column, smallestSpread) : { zero: baseline.means[name] ?? NaN, spread: usualSpread }
    return column.map((value) => Math.max(-clip, Math.min(clip, (value - own.zero) / own.spread)))
  })
  return { ...recording, columns }
}

/** Mean and standard deviation of what is there. */
function spreadOf(column: Float64Array, smallestSpread: number): { readonly zero: number; readonly spread: number } {
  const finite = column.filter((value) => !Number.isNaN(value))
  const zero = finite.reduce((sum, value) => sum + value, 0) / finite.length
  const variance = finite.reduce((sum, value) => sum + (value - zero) ** 2, 0) / finite.length
  return { zero, spread: Math.max(Math.sqrt(variance), smallestSpread) }
}
