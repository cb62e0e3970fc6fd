import { readFileSync } from 'node:fs'

import { describe, expect, test } from 'vitest'

import { familyOfGenres } from './family-of-genres'
import { openSongIndex } from './open-song-index'
import { songAt } from './song-at'

describe('familyOfGenres', () => {
  test.each([
    [['k-pop'], 'k-pop'],
    [['folk metal'], 'metal'],
    [['jazz rap', 'east coast hip hop'], 'hip-hop'],
    [['indie folk', 'stomp and holler', 'modern rock'], 'folk'],
    [['pop rock', 'dance pop', 'pop'], 'pop'],
    [['latin pop', 'reggaeton'], 'latin'],
    [['deep house'], 'electronic'],
    [['no such genre'], undefined],
    [[], undefined],
  ])('of %j is %s', (genres, family) => {
    expect(familyOfGenres(genres)).toBe(family)
  })

  // Most of the catalogue's families are those of the playlists that its songs come from, not of their artists: more agreement is not to be had.
  test('agrees with the shipped catalogue on three songs of five, and finds a family for nearly all', () => {
    const songIndex = openSongIndex(readFileSync('public/models/song-index-v2/song-index.bin'))
    let comparedCount = 0
    let equalCount = 0
    let unknownCount = 0
    for (let position = 0; position < songIndex.songCount; position += 5) {
      const { artistGenres, genreFamily } = songAt(songIndex, position)
      if (artistGenres.length === 0 || genreFamily === undefined) continue
      comparedCount++
      const family = familyOfGenres(artistGenres)
      if (family === undefined) unknownCount++
      if (family === genreFamily) equalCount++
    }
    expect(equalCount / comparedCount).toBeGreaterThan(0.6)
    expect(unknownCount / comparedCount).toBeLessThan(0.02)
  })
})
