import type { MapSong } from '@/lib/contracts/map-api'
import type { MoodWord } from '@/lib/core/state/labels'
import type { Goal } from '@/lib/core/state/user-state'

const percent = (share: number) => `${Math.round(share * 100)} %`

/** Where a song lies, in words: as listeners' tags would have it, which is what the axes show. */
export function placeWords({ moodValence, moodArousal }: Pick<MapSong, 'moodValence' | 'moodArousal'>): string {
  if (moodValence === undefined || moodArousal === undefined) return 'What listeners would call its mood is not known.'
  return `Listeners’ tags would likely call it more pleasant than ${percent(moodValence)} of the songs, more energetic than ${percent(moodArousal)}.`
}

/** Genre and year, as far as they are known. */
export const kindWords = ({ genreFamily, releaseYear }: Pick<MapSong, 'genreFamily' | 'releaseYear'>): string =>
  [genreFamily, releaseYear].filter((part) => part !== undefined).join(', ')

/** The mark of the goal. */
export const goalMarkWords: Readonly<Record<Goal, string>> = {
  match: 'You, and your goal',
  lift: 'Your goal: brighter',
  calm: 'Your goal: calm',
  focus: 'Your goal: focus',
  hold: 'Your goal: the energy you have',
  energise: 'Your goal: more energy',
}

/** The moods in the order in which their labels give way to one another where they would touch. */
export const moodOrder: readonly MoodWord[] = ['happy', 'calm', 'sad', 'angry', 'focused', 'excited', 'tired', 'anxious', 'tender']
