import type { Library } from '@/lib/contracts/library-api'
import type { ImportOutcome, ImportStep } from '@/lib/stores/import-songs'

const counted = (count: number, one: string, many: string) => `${count.toLocaleString('en')} ${count === 1 ? one : many}`

/** What each step of an import does, beside its progress. */
export const stepWords = (step: ImportStep, featureHost: string | undefined): string => {
  switch (step) {
    case 'reading':
      return 'Reading the file'
    case 'lookingUp':
      return 'Looking your songs up in the catalogue'
    case 'asking':
      return `Asking ${featureHost ?? 'for audio features'} how songs sound`
    case 'placing':
      return 'Working out where each song belongs'
    case 'keeping':
      return 'Keeping them on this server'
  }
}

/** How many songs are known, and since when: '36 songs of yours are known here, imported on 26 November 2026.' */
export const keptWords = ({ catalogueSongCount, ownSongCount, importedAtMs }: NonNullable<Library['kept']>): string => {
  const count = catalogueSongCount + ownSongCount
  const day = new Date(importedAtMs).toLocaleDateString('en-GB', { dateStyle: 'long' })
  return `${counted(count, 'song of yours is', 'songs of yours are')} known here, imported on ${day}.`
}

/** What is kept where the catalogue's song space changed since. */
export const outdatedWords = ({ ownSongCount }: NonNullable<Library['kept']>): string =>
  `The catalogue has changed since then: ${counted(ownSongCount, 'song', 'songs')} that only you have cannot be placed in it any more. Import your export again.`

/** What came of an import, a sentence each. */
export const outcomeWords = ({ songCount, foundCount, placedCount, unknown, isKept }: ImportOutcome): readonly string[] => [
  `${counted(songCount, 'song was', 'different songs were')} read.`,
  ...(foundCount === 0 ? [] : [`${counted(foundCount, 'is', 'are')} in the catalogue too.`]),
  ...(placedCount === 0 ? [] : [`${counted(placedCount, 'was', 'were')} placed by how ${placedCount === 1 ? 'it sounds' : 'they sound'}.`]),
  ...(unknown.length === 0
    ? []
    : [
        `${counted(unknown.length, 'is', 'are')} unknown: neither in the catalogue, nor does the file say how ${unknown.length === 1 ? 'it sounds' : 'they sound'}.`,
      ]),
  ...(isKept ? [] : ['Nothing was kept, and what was there before is still there.']),
]
