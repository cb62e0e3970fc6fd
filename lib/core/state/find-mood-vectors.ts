import { moodWords, type MoodWord } from './labels'
import { moodPoints } from './moods'

/** A case of the fusion's golden file: inputs and outputs by name. */
type FusionCase = {
  readonly inputs: Readonly<Record<string, { readonly values: readonly number[] }>>
  readonly outputs: Readonly<Record<string, { readonly values: readonly number[] }>>
}

/**
 * Returns the place in the song space (dims,) that the exported fusion gives each mood word, said alone, from the cases of its golden file,
 * which has one for each; words without a case are absent.
 */
export function findMoodVectors(cases: readonly FusionCase[]): ReadonlyMap<MoodWord, readonly number[]> {
  const vectors = new Map<MoodWord, readonly number[]>()
  for (const mood of moodWords) {
    const point = moodPoints[mood]
    const found = cases.find(({ inputs }) => {
      const [valence, arousal] = inputs['word']?.values ?? []
      const isAlone = inputs['presence']?.values.filter((present) => present > 0).length === 1
      return isAlone && valence === Math.fround(point.valence) && arousal === Math.fround(point.arousal)
    })
    const vector = found?.outputs['stateVector']?.values
    if (vector !== undefined) vectors.set(mood, vector)
  }
  return vectors
}
