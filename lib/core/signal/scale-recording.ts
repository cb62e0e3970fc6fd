import type { UniformRecording } from './resample-recording'
import type { PersonalScale, WindowChannel, WindowSpec } from './window-spec'

/** Smaller spreads are a sensor's noise or a constant, not a person's scale; in the channel's unit. */
const SMALLEST_SPREAD: Record<WindowChannel, number> = {
  accX: 0.001,
  accY: 0.001,
  accZ: 0.001,
  gyroX: 0.001,
  gyroY: 0.001,
  gyroZ: 0.001,
  heartRate: 1,
  eda: 0.01,
  skinTemp: 0.05,
  accMotion: 0.001,
}

/**
 * Gives a recording the person's own zero and scale; NaN stays NaN.
 *
 * 'recording-z-score' takes mean and standard deviation of each channel over every finite sample of the whole recording, so it
 * knows the future: it fits a file, not a live stream. The spread is at least SMALLEST_SPREAD; results are clipped to +-clip.
 */
export function scaleRecording(recording: UniformRecording, windowSpec: WindowSpec, personalScale: PersonalScale): UniformRecording {
  if (personalScale.kind === 'none') return recording
  const { clip } = personalScale
  const columns = windowSpec.channels.map(({ name }, index) => {
    const column = recording.columns[index] ?? new Float64Array(0)
    const finite = column.filter((value) => !Number.isNaN(value))
    const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length
    const variance = finite.reduce((sum, value) => sum + (value - mean) ** 2, 0) / finite.length
    const spread = Math.max(Math.sqrt(variance), SMALLEST_SPREAD[name])
    return column.map((value) => Math.max(-clip, Math.min(clip, (value - mean) / spread)))
  })
  return { ...recording, columns }
}
