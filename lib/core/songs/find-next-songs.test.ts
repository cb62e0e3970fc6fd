import { describe, expect, test } from 'vitest'

import { findNextSongs } from './find-next-songs'
import { openSongIndex } from './open-song-index'
import { madeUpId, madeUpVector, seededNumbers, writeMadeUpIndex, type MadeUpSong } from './test-support'
import type { SongWishes } from './wishes'

const vector = madeUpVector(seededNumbers(1))
const songOf = (number: number, artists: string, title: string, numbers: MadeUpSong['numbers'] = {}): MadeUpSong => ({
  songId: madeUpId(number),
  title,
  artists,
  vector,
  numbers: { durationMs: 200_000, isExplicit: 0, ...numbers },
})

const songs = [
  songOf(0, 'Ann', 'Missing'),
  songOf(1, 'Bea', 'In the playlist'),
  songOf(2, 'Bea', 'In it too'),
  songOf(3, 'Bea', 'A third of hers'),
  songOf(4, 'Cid', 'Removed by hand'),
  songOf(5, 'Cid', 'Removed by hand - Live'),
  songOf(6, 'Dan', 'An interlude', { durationMs: 20_000 }),
  songOf(7, 'Eve', 'Explicit', { isExplicit: 1 }),
  songOf(8, 'Fay', 'Fits'),
  songOf(9, 'Gus', 'Fits too'),
]
const songIndex = openSongIndex(writeMadeUpIndex(songs))
const nearest = songs.map((_, songPosition) => ({ songPosition, similarity: 1 }))

function nextFor(songNumber: number, wishes: SongWishes = {}, librarySongIds: readonly string[] = []) {
  return findNextSongs(songIndex, nearest, {
    songId: madeUpId(songNumber),
    songCount: 5,
    playlistSongIds: [0, 1, 2].map(madeUpId),
    wishes: { excludedSongIds: [madeUpId(4)], ...wishes },
    librarySongIds,
  })
}

describe('songs that may stand in for another', () => {
  test('are neither there nor removed nor other recordings of those, nor a third of an artist, an interlude or newly explicit', () => {
    expect(nextFor(0)).toEqual([madeUpId(8), madeUpId(9)])
  })

  test('may be by the artist of the one that is missing', () => {
    expect(nextFor(1)).toEqual([madeUpId(3), madeUpId(8), madeUpId(9)])
  })

  test('are known or new where the playlist was to be', () => {
    expect(nextFor(0, { familiarity: 'new' }, [madeUpId(8)])).toEqual([madeUpId(9)])
    expect(nextFor(0, { isOnlyLibrary: true }, [madeUpId(8)])).toEqual([madeUpId(8)])
  })

  test('are none for a song that the catalogue does not have', () => {
    expect(nextFor(99)).toEqual([])
  })
})
