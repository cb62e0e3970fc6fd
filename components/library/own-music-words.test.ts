import { expect, test } from 'vitest'

import { keptWords, outcomeWords, stepWords } from './own-music-words'

const outcome = { library: {}, songCount: 1, foundCount: 0, placedCount: 0, unknown: [], notes: [], isKept: true }
const unknownSong = { title: 'One', artists: ['Ann'] }

test('what came of an import is told in whole sentences, of one song as of many', () => {
  expect(outcomeWords({ ...outcome, foundCount: 1 })).toEqual(['1 song was read.', '1 is in the catalogue too.'])
  expect(outcomeWords({ ...outcome, songCount: 50_000, foundCount: 12_345, placedCount: 37_654, unknown: [unknownSong] })).toEqual([
    '50,000 different songs were read.',
    '12,345 are in the catalogue too.',
    '37,654 were placed by how they sound.',
    '1 is unknown: neither in the catalogue, nor does the file say how it sounds.',
  ])
  expect(outcomeWords({ ...outcome, unknown: [unknownSong], isKept: false }).at(-1)).toBe(
    'Nothing was kept, and what was there before is still there.',
  )
})

test('what is kept is counted together, with its day', () => {
  const kept = { importedAtMs: Date.UTC(2026, 10, 26, 12), catalogueSongCount: 1_200, ownSongCount: 34, isOutdated: false }
  expect(keptWords(kept)).toBe('1,234 songs of yours are known here, imported on 26 November 2026.')
})

test('the service that is asked is named', () => {
  expect(stepWords('asking', 'features.test')).toBe('Asking features.test how songs sound')
})
