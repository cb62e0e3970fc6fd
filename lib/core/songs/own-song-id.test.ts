import { describe, expect, test } from 'vitest'

import { songIdSchema } from '@/lib/contracts/playlist-api'

import { isOwnSongId, ownSongId } from './own-song-id'

describe('ownSongId', () => {
  test('looks like a Spotify id but begins as none of them can, the same for the same song', () => {
    const id = ownSongId('title\nartist')
    expect(songIdSchema.parse(id)).toBe(id)
    expect(isOwnSongId(id)).toBe(true)
    expect(ownSongId('title\nartist')).toBe(id)
    // The largest number of 128 bits in Spotify's digits 0-9a-zA-Z.
    expect(isOwnSongId('7N42dgm5tFLK9N8MT7fHC7')).toBe(false)
  })

  test('gives fifty thousand songs fifty thousand ids', () => {
    const ids = new Set(Array.from({ length: 50_000 }, (_, number) => ownSongId(`song ${number}\nartist ${number % 97}`)))
    expect(ids.size).toBe(50_000)
  })
})
