import type { Recording } from '@/lib/core/signal/recording'

import { monthWords } from './time-words'

/** The recordings of one calendar month. */
export type RecordingMonth = {
  /** In words, such as 'March 2026'. */
  readonly words: string
  /** Their places among all of them, in order of time as these are. */
  readonly indices: readonly number[]
}

/** Sorts recordings by the month in which they began: one list of the thousands of days in an export of years is too long to choose from. */
export function recordingMonths(recordings: readonly Pick<Recording, 'startMs'>[]): readonly RecordingMonth[] {
  const months = new Map<string, number[]>()
  for (const [index, { startMs }] of recordings.entries()) {
    const words = monthWords(startMs)
    const indices = months.get(words)
    if (indices === undefined) months.set(words, [index])
    else indices.push(index)
  }
  return [...months].map(([words, indices]) => ({ words, indices }))
}
