import { describe, expect, it } from 'vitest'

import { fitMapProjection, placeOnMap } from './map-projection'
import { openSongIndex } from './open-song-index'
import { madeUpSongs, seededNumbers, writeMadeUpIndex, type MadeUpSong } from './test-support'

/** Songs whose moods are linear in their vectors: pleasant along the first dimension, energetic along the second. */
const moodSongs = (songCount: number): MadeUpSong[] =>
  madeUpSongs(songCount).map((song) => ({
    ...song,
    numbers: {
      ...song.numbers,
      moodValence: Math.min(1, Math.max(0, 0.5 + (song.vector[0] ?? 0))),
      moodArousal: Math.min(1, Math.max(0, 0.5 + (song.vector[1] ?? 0))),
    },
  }))
const songs = moodSongs(2000)
const projection = fitMapProjection(openSongIndex(writeMadeUpIndex(songs)))

const unit = (dim: number, sign = 1) => Array.from({ length: 128 }, (_, other) => (other === dim ? sign : 0))

describe('fitMapProjection', () => {
  it('turns the axes to what listeners call pleasant and energetic', () => {
    expect(placeOnMap(projection, unit(0)).x).toBeGreaterThan(placeOnMap(projection, unit(0, -1)).x + 1)
    expect(placeOnMap(projection, unit(1)).y).toBeGreaterThan(placeOnMap(projection, unit(1, -1)).y + 1)
    for (const { vector, numbers } of songs.slice(0, 50)) {
      const { x, y } = placeOnMap(projection, vector)
      // the ridge pulls a little towards the middle, int8 and the moods' steps of .004 round
      expect(x).toBeCloseTo(numbers?.moodValence ?? 2, 1)
      expect(y).toBeCloseTo(numbers?.moodArousal ?? 2, 1)
    }
  })

  it('gives the same projection for the same songs', () => {
    expect(fitMapProjection(openSongIndex(writeMadeUpIndex(songs)))).toEqual(projection)
  })

  it('goes by how songs sound where nobody said anything of their mood, and leaves all in the middle where nothing is known', () => {
    // the made-up songs' energy rises with the first dimension
    const bySound = fitMapProjection(openSongIndex(writeMadeUpIndex(madeUpSongs(500))))
    expect(placeOnMap(bySound, unit(0)).y).toBeGreaterThan(placeOnMap(bySound, unit(0, -1)).y + 0.5)
    const bare = madeUpSongs(5).map(({ numbers: _numbers, ...song }) => song)
    expect(placeOnMap(fitMapProjection(openSongIndex(writeMadeUpIndex(bare))), unit(3))).toEqual({ x: 0.5, y: 0.5 })
  })
})

describe('placeOnMap', () => {
  it('goes by the direction of a vector alone', () => {
    const random = seededNumbers(8)
    const vector = Array.from({ length: 128 }, () => random() - 0.5)
    const [near, far] = [
      placeOnMap(projection, vector),
      placeOnMap(
        projection,
        Float32Array.from(vector, (value) => 50 * value),
      ),
    ]
    // float32 carries seven digits
    expect(far.x).toBeCloseTo(near.x, 5)
    expect(far.y).toBeCloseTo(near.y, 5)
  })

  it('puts a place between two states between them, because it is linear', () => {
    const [one, other] = [unit(0), unit(1)]
    const between = placeOnMap(
      projection,
      one.map((value, dim) => value + (other[dim] ?? 0)),
    )
    const [from, to] = [placeOnMap(projection, one), placeOnMap(projection, other)]
    const [low, high] = [Math.min(from.x, to.x), Math.max(from.x, to.x)]
    expect(between.x).toBeGreaterThan(low)
    expect(between.x).toBeLessThan(high)
  })
})
