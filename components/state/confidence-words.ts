import { sureConfidence } from '@/lib/core/state/describe-user-state'

/** From which calibrated confidence on, 0..1, each word holds; the last one holds for everything. */
const steps = [
  { from: 0.8, words: 'very sure' },
  { from: 0.65, words: 'fairly sure' },
  { from: sureConfidence, words: 'not very sure' },
  { from: 0, words: 'unsure' },
] as const

/** A calibrated confidence, 0..1, in words. */
export function confidenceWords(confidence: number): string {
  return steps.find(({ from }) => confidence >= from)?.words ?? steps[3].words
}
