import { describe, expect, it } from 'vitest'

import { fitMapProjection, placeOnMap } from './map-projection'
import { openSongIndex } from './open-song-index'
import {
  buildSongMap,
  decodeSongMap,
  encodeSongMap,
  gridOnScreen,
  nearestSong,
  songPlace,
  songsInView,
  songsPerTile,
  unknownFamily,
} from './song-map'
import { madeUpSongs, writeMadeUpIndex } from './test-support'

const songs = madeUpSongs(1500)
const songIndex = openSongIndex(writeMadeUpIndex(songs))
const projection = fitMapProjection(songIndex)
const map = buildSongMap(songIndex, projection)

describe('buildSongMap', () => {
  it('shows every song once, where its vector lies', () => {
    expect([...map.songPositions].sort((a, b) => a - b)).toEqual(songs.map((_, position) => position))
    for (const song of [0, 700, 1499]) {
      const expected = placeOnMap(projection, songs[map.songPositions[song] ?? 0]?.vector ?? [])
      const { x, y } = songPlace(map, song)
      // int8 vectors
      expect(x).toBeCloseTo(expected.x, 2)
      expect(y).toBeCloseTo(expected.y, 2)
    }
  })

  it('knows the genre family of each song, and which have none', () => {
    map.songPositions.forEach((position, song) => {
      const family = map.families[song] ?? 0
      expect(family === unknownFamily ? undefined : songIndex.genreFamilies[family]).toBe(songs[position]?.genreFamily)
    })
  })

  it('puts neighbours of the map into one tile', () => {
    const spreadOf = (from: number, to: number) => {
      const xs = map.xs.subarray(from, to)
      return Math.max(...xs) - Math.min(...xs)
    }
    const tiles = Array.from({ length: 5 }, (_, tile) => spreadOf(tile * songsPerTile, (tile + 1) * songsPerTile))
    expect(tiles.reduce((sum, spread) => sum + spread, 0) / tiles.length).toBeLessThan(0.8 * spreadOf(0, songs.length))
  })
})

describe('encodeSongMap and decodeSongMap', () => {
  it('give back the map, in five bytes a song', () => {
    const bytes = encodeSongMap(map)
    expect(bytes).toHaveLength(5 * songs.length)
    const { songPositions: _songPositions, ...expected } = map
    expect(decodeSongMap(bytes, songs.length, map.bounds)).toEqual(expected)
  })

  it('refuse bytes of another number of songs', () => {
    expect(() => decodeSongMap(new Uint8Array(7), 2, map.bounds)).toThrow('has 7 bytes; expected 10 for 2 songs')
  })
})

describe('what lies on a screen', () => {
  const screen = { originXPx: 10, pxPerUnitX: 300, originYPx: 400, pxPerUnitY: -350 }
  const onScreen = gridOnScreen(map.bounds, screen)
  const pxOf = (song: number) => {
    const { x, y } = songPlace(map, song)
    return { xPx: screen.originXPx + x * screen.pxPerUnitX, yPx: screen.originYPx + y * screen.pxPerUnitY }
  }

  it('finds the song under a pointer, and none where none is near', () => {
    const { xPx, yPx } = pxOf(321)
    const found = nearestSong(map, onScreen, { xPx: xPx + 0.01, yPx }, 5) ?? -1
    expect(Math.hypot(pxOf(found).xPx - xPx, pxOf(found).yPx - yPx)).toBeLessThanOrEqual(0.02)
    expect(nearestSong(map, onScreen, { xPx: -500, yPx: -500 }, 20)).toBeUndefined()
  })

  it('finds the songs of a view, up to a limit', () => {
    const size = { widthPx: 160, heightPx: 230 }
    const expected = songs.flatMap((_, song) => {
      const { xPx, yPx } = pxOf(song)
      return xPx >= 0 && xPx <= size.widthPx && yPx >= 0 && yPx <= size.heightPx ? [song] : []
    })
    expect(expected.length).toBeGreaterThan(0)
    expect(songsInView(map, onScreen, size, songs.length)).toEqual(expected)
    expect(songsInView(map, onScreen, size, expected.length - 1)).toBeUndefined()
  })
})
