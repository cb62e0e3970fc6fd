import { describe, expect, test } from 'vitest'

import { openSongIndex } from './open-song-index'
import { createSongNames } from './song-names'
import { madeUpId, madeUpSongs, writeMadeUpIndex, type MadeUpSong } from './test-support'

const vector = [1, 0]
const songOf = (number: number, title: string, artists: string, popularity?: number): MadeUpSong => ({
  songId: madeUpId(number),
  title,
  artists,
  vector,
  ...(popularity === undefined ? {} : { numbers: { popularity } }),
})

function namesOf(songs: readonly MadeUpSong[]) {
  const names = createSongNames(openSongIndex(writeMadeUpIndex(songs)))
  while (!names.isWhole()) names.takeIn(7)
  return names
}

describe('createSongNames', () => {
  const names = namesOf([
    songOf(0, 'Déjà Vu', 'Ann'),
    songOf(1, 'Home - Live', 'Bea; Cid', 90),
    songOf(2, 'Home', 'Bea', 10),
    songOf(3, 'Away - 2011 Remaster', 'Bea', 5),
    songOf(4, 'Away (Deluxe Edition)', 'Bea', 50),
  ])

  test('finds a song by title and first artist, whatever their case and accents', () => {
    expect(names.find('deja vu', 'ANN')).toBe(0)
    expect(names.find('Déjà Vu', 'Bea')).toBeUndefined()
    expect(names.find('', '')).toBeUndefined()
  })

  test('of several recordings prefers the one of the same title, then the one that most people know', () => {
    expect(names.find('home', 'bea')).toBe(2)
    expect(names.find('Home - Live', 'Bea')).toBe(1)
    expect(names.find('Away', 'Bea')).toBe(4)
  })

  test('finds each of a thousand songs at its own place', () => {
    const many = namesOf(madeUpSongs(1000))
    for (let number = 0; number < 1000; number += 37) expect(many.find(`Song ${number}`, `Artist ${Math.floor(number / 3)}`)).toBe(number)
  })
})
