import { readFileSync } from 'node:fs'

import { describe, expect, test } from 'vitest'
import { z } from 'zod'

import { modelManifestSchema } from '@/lib/contracts/model-manifest'
import contract from '@/training/contracts/song-tower.json'

import { towerFeatures, towerInputs, type TowerSong } from './tower-inputs'

const manifest = modelManifestSchema.parse(JSON.parse(readFileSync('public/models/song-tower-v2/manifest.json', 'utf8')))
const spec = manifest.modelId === 'song-tower' ? manifest : undefined
if (spec === undefined) throw new Error('The manifest of the song tower is another model’s.')

const fixtures = z
  .array(
    z.object({
      song: z.looseObject({ title: z.string(), artistGenres: z.array(z.string()), genreFamily: z.string().optional() }),
      inputs: z.record(z.string(), z.array(z.number())),
    }),
  )
  .parse(JSON.parse(readFileSync('lib/core/songs/tower-parity.json', 'utf8')))

const toTowerSong = ({ title, artistGenres, genreFamily, durationMs, releaseYear, ...features }: (typeof fixtures)[number]['song']) =>
  ({
    title,
    artistGenres,
    features,
    ...Object.fromEntries(Object.entries({ genreFamily, durationMs, releaseYear }).filter(([, value]) => value !== undefined)),
  }) satisfies TowerSong

describe('towerInputs', () => {
  test('names the features that the hand-written contract names', () => {
    expect(towerFeatures).toEqual(contract.featureNames)
  })

  test.for(fixtures.map((fixture) => ({ title: fixture.song.title, ...fixture })))(
    'makes of "$title" what training makes of it',
    ({ song, inputs: expected }) => {
      const inputs = towerInputs([toTowerSong(song)], spec)
      expect(Object.keys(inputs).toSorted()).toEqual(Object.keys(expected).toSorted())
      for (const [name, { values, columnCount }] of Object.entries(inputs)) {
        expect(columnCount).toBe(expected[name]?.length)
        expect(Array.from(values)).toEqual(expected[name]?.map((value) => Math.fround(value)))
      }
    },
  )

  test('puts songs below each other', () => {
    const songs = fixtures.map(({ song }) => toTowerSong(song))
    const { titleTokens, features } = towerInputs(songs, spec)
    expect(titleTokens.values).toHaveLength(songs.length * 12)
    expect(Array.from(titleTokens.values.subarray(12, 24))).toEqual(fixtures[1]?.inputs.titleTokens)
    expect(features.values).toHaveLength(songs.length * 13)
  })
})
