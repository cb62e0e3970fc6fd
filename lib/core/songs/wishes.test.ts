import { expect, it } from 'vitest'

import { cadenceTempos, findContradictions } from './wishes'

it('finds what no song could fulfil, and says both sides of it', () => {
  const found = (wishes: Parameters<typeof findContradictions>[0]) => findContradictions(wishes).map(({ message }) => message)
  expect(found({ yearFrom: 1990, yearTo: 1980 })).toEqual(['expected a year up to yearTo, found 1990 with yearTo 1980'])
  expect(found({ tempoFromBpm: 120, tempoToBpm: 100 })).toEqual(['expected a tempo up to tempoToBpm, found 120 with tempoToBpm 100'])
  expect(found({ genreFamilies: ['rock', 'pop'], excludedGenreFamilies: ['pop'] })).toEqual([
    'expected genres that are not also wanted, found pop in both',
  ])
  expect(found({ cadenceSpm: 164, tempoFromBpm: 100, tempoToBpm: 120 })).toEqual([
    'expected steps that the wished tempo can meet, found 164 with 100 to 120 bpm',
  ])
  expect(found({ isOnlyLibrary: true, familiarity: 'new' })).toHaveLength(1)
})

it('finds nothing wrong with wishes that agree', () => {
  expect(
    findContradictions({
      yearFrom: 1980,
      yearTo: 1980,
      genreFamilies: ['rock'],
      excludedGenreFamilies: ['pop'],
      cadenceSpm: 164,
      tempoToBpm: 85,
    }),
  ).toEqual([])
})

it('meets steps with one beat a step, one for two, and two for one', () => {
  expect(cadenceTempos(160).map(({ fromBpm, toBpm }) => Math.round((fromBpm + toBpm) / 2))).toEqual([80, 160, 320])
})
