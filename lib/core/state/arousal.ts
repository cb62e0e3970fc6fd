import { stressLabels, type StressLabel } from './labels'

/**
 * How aroused WESAD's people said they were after each condition, 0..1: means of their self-assessment manikins (1 to 9), which
 * training/stress prints. The same as `arousals` in `training/contracts/stress.json` (a test compares the two).
 */
export const stressArousals: Readonly<Record<StressLabel, number>> = { baseline: 0.19, stress: 0.73, amusement: 0.25, meditation: 0.16 }

/** The arousal that the stress model's scores speak of, 0..1: what people in such states say of themselves, by how likely each state is. */
export function arousalOf(scores: readonly number[]): number {
  return stressLabels.reduce((sum, label, index) => sum + stressArousals[label] * (scores[index] ?? 0), 0)
}
