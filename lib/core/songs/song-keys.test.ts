import { describe, expect, it } from 'vitest'

import { artistKey, songKey } from './song-keys'

describe('songKey', () => {
  it.each([
    ['Heroes', 'Heroes - 2017 Remaster'],
    ['Heroes', 'Heroes (Live at the Park)'],
    ['Heroes', 'Heroes [Deluxe Edition]'],
    ['Heroes', 'HEROES!'],
    ['Déjà vu', 'Deja Vu (feat. Somebody)'],
    ['Over It', 'Over It feat. Somebody Else'],
  ])('takes %j and %j for one song', (one, other) => {
    expect(songKey(one, ['Artist'])).toBe(songKey(other, ['ARTIST', 'Somebody']))
  })

  it.each([
    ['Angel', 'Angels'],
    ['Song 1', 'Song 2'],
    ['Hello (Turn Your Radio On)'.replace('Radio', 'Light'), 'Hello'],
    ['Symphony No. 5 - Allegro', 'Symphony No. 5 - Andante'],
    ['事件', '故事'],
    ['???', '!!!'],
  ])('takes %j and %j for two', (one, other) => {
    expect(songKey(one, ['Artist'])).not.toBe(songKey(other, ['Artist']))
  })

  it('keeps the same title of two artists apart', () => {
    expect(songKey('Hello', ['A'])).not.toBe(songKey('Hello', ['B']))
  })
})

describe('artistKey', () => {
  it('takes case, accents and punctuation for nothing, and the first of several', () => {
    expect(artistKey(['Beyoncé', 'Jay-Z'])).toBe(artistKey(['BEYONCE']))
    expect(artistKey(['AC/DC'])).toBe(artistKey(['ac dc']))
    expect(artistKey(['!!!'])).not.toBe(artistKey(['???']))
  })
})
