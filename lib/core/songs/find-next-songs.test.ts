import { describe, expect, it } from 'vitest'

import { findNextSongs } from './find-next-songs'
import { findSongs } from './find-songs'
import { openSongIndex } from './open-song-index'
import { songAt } from './song-at'
import { madeUpId, madeUpSongs, writeMadeUpIndex } from './test-support'
import type { SongWishes } from './wishes'

const songs = madeUpSongs(300)
const songIndex = openSongIndex(writeMadeUpIndex(songs))
const nearest = findSongs(songIndex, { queryVector: songs[10]?.vector ?? [], songCount: 200 })

function nextOf(wishes: SongWishes, playlistSongIds: readonly string[] = [madeUpId(10)]) {
  const found = findNextSongs(songIndex, nearest, { songId: madeUpId(10), songCount: 8, playlistSongIds, wishes })
  return found.map((songId) => songAt(songIndex, Number(songId)))
}

describe('findNextSongs', () => {
  it('takes the nearest songs that the playlist does not have', () => {
    const near = nearest.slice(1, 4).map(({ songPosition }) => madeUpId(songPosition))
    const found = nextOf({}, [madeUpId(10), ...near])
    expect(found).toHaveLength(8)
    for (const { songId } of found) expect([madeUpId(10), ...near]).not.toContain(songId)
  })

  it("keeps the playlist's wishes", () => {
    for (const { genreFamily } of nextOf({ genreFamilies: ['rock'] })) expect(genreFamily).toBe('rock')
    const removed = nextOf({})[0]?.songId ?? ''
    expect(nextOf({ excludedSongIds: [removed] }).map(({ songId }) => songId)).not.toContain(removed)
    expect(nextOf({ isOnlyLibrary: true })).toEqual([])
  })

  it('finds nothing for a song that the catalogue does not have', () => {
    expect(findNextSongs(songIndex, nearest, { songId: madeUpId(999), songCount: 8, playlistSongIds: [], wishes: {} })).toEqual([])
  })
})
