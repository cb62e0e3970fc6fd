/** From which calibrated confidence on, 0..1, each word holds; the last one holds for everything. */
const steps = [
  { from: 0.8, words: 'very sure' },
  { from: 0.6, words: 'fairly sure' },
  { from: 0.4, words: 'not very sure' },
  { from: 0, words: 'little more than a guess' },
] as const

/** A calibrated confidence, 0..1, in words. */
export function confidenceWords(confidence: number): string {
  return steps.find(({ from }) => confidence >= from)?.words ?? steps[3].words
}
