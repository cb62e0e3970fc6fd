import { describe, expect, it } from 'vitest'

import { AppError } from '@/lib/core/app-error'

import { openSongIndex } from './open-song-index'
import { minSongMs, planPlaylist } from './plan-playlist'
import { scanSimilarities } from './scan-similarities'
import { madeUpId, madeUpSongs, madeUpVector, seededNumbers, writeMadeUpIndex } from './test-support'

const songIndex = openSongIndex(writeMadeUpIndex(madeUpSongs(900)))
const random = seededNumbers(21)
const [stateVector, goalVector] = [madeUpVector(random), madeUpVector(random)]
const plan = { songIndex, stateVector, goalVector, songCount: 25 }

describe('planPlaylist', () => {
  it('plans as many songs as asked for, between 5 and 100', () => {
    for (const songCount of [5, 25, 100]) {
      const playlist = planPlaylist({ ...plan, songCount })
      expect(playlist).toHaveLength(songCount)
      expect(new Set(playlist.map(({ song }) => song.songId)).size).toBe(songCount)
    }
  })

  it('plays no artist twice in a row and at most two songs of one', () => {
    const artists = planPlaylist({ ...plan, songCount: 60 }).map(({ song }) => song.artists[0])
    artists.forEach((artist, index) => expect(artist).not.toBe(artists[index + 1]))
    for (const artist of artists) expect(artists.filter((other) => other === artist).length).toBeLessThanOrEqual(2)
  })

  it('gives true scores: cosines to state and goal, and the share of the catalogue that lies farther', () => {
    const toState = scanSimilarities(songIndex, stateVector)
    const toGoal = scanSimilarities(songIndex, goalVector)
    const playlist = planPlaylist(plan)
    const first = playlist[0]
    const last = playlist.at(-1)
    expect(first?.scoreParts.pathPosition).toBe(0)
    expect(first?.scoreParts.pathSimilarity).toBeCloseTo(first?.scoreParts.stateSimilarity ?? 0, 10)
    expect(first?.scoreParts.pathPercentile).toBeCloseTo(
      toState.filter((similarity) => similarity < (first?.scoreParts.stateSimilarity ?? 0)).length / songIndex.songCount,
      10,
    )
    expect(last?.scoreParts.pathPosition).toBe(1)
    expect(last?.scoreParts.pathPercentile).toBeCloseTo(
      toGoal.filter((similarity) => similarity < (last?.scoreParts.goalSimilarity ?? 0)).length / songIndex.songCount,
      10,
    )
    for (const { scoreParts } of playlist) expect(scoreParts.pathPercentile).toBeGreaterThan(0.8)
  })

  it('walks from the state to the goal', () => {
    const lean = planPlaylist(plan).map(({ scoreParts }) => scoreParts.goalSimilarity - scoreParts.stateSimilarity)
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    expect(mean(lean.slice(0, 8))).toBeLessThan(mean(lean.slice(8, 17)))
    expect(mean(lean.slice(8, 17))).toBeLessThan(mean(lean.slice(17)))
  })

  it('stays at the state where the goal is the state', () => {
    const playlist = planPlaylist({ ...plan, goalVector: stateVector })
    for (const { scoreParts } of playlist) {
      expect(scoreParts.pathPosition).toBe(0)
      expect(scoreParts.goalSimilarity).toBe(scoreParts.stateSimilarity)
    }
  })

  it('gives the same playlist for the same seed, and another for another', () => {
    const ids = (seed: number) => planPlaylist({ ...plan, seed }).map(({ song }) => song.songId)
    expect(ids(5)).toEqual(ids(5))
    expect(ids(6)).not.toEqual(ids(5))
  })

  it('leaves out excluded songs, also under another id, and ids that it does not know', () => {
    const twins = madeUpSongs(300).map((song, number) => ({ ...song, title: `Song ${number % 150}`, artists: `Artist ${number % 150}` }))
    const index = openSongIndex(writeMadeUpIndex(twins))
    const before = planPlaylist({ ...plan, songIndex: index })
    const removed = before[3]?.song
    const after = planPlaylist({ ...plan, songIndex: index, excludedSongIds: [removed?.songId ?? '', madeUpId(9999), 'no id'] })
    expect(after).toHaveLength(25)
    expect(after.some(({ song }) => song.title === removed?.title)).toBe(false)
  })

  it('plays no interlude, but a song of unknown length', () => {
    const songs = madeUpSongs(200, { songsPerArtist: 1 }).map((song, number) => {
      const { durationMs: _durationMs, ...numbers } = song.numbers ?? {}
      return { ...song, numbers: number % 2 === 0 ? { ...numbers, durationMs: minSongMs - 1 } : numbers }
    })
    const playlist = planPlaylist({ ...plan, songIndex: openSongIndex(writeMadeUpIndex(songs)), songCount: 50 })
    expect(playlist.every(({ song }) => song.durationMs === undefined)).toBe(true)
  })

  it('says how many songs were found where the rules leave too few', () => {
    const index = openSongIndex(writeMadeUpIndex(madeUpSongs(30, { songsPerArtist: 10 })))
    try {
      planPlaylist({ ...plan, songIndex: index })
      expect.unreachable('three artists have six songs to give')
    } catch (error) {
      expect(error).toBeInstanceOf(AppError)
      if (!(error instanceof AppError)) return
      expect(error.code).toBe('TOO_FEW_SONGS')
      expect(error.message).toMatch(/^[56] songs were found for a playlist of 25/)
    }
  })

  it('names as standouts only features in which the song and its neighbours lean one way', () => {
    const towards = Array.from({ length: 128 }, (_, dim) => (dim === 0 ? 1 : 0))
    const playlist = planPlaylist({ ...plan, stateVector: towards, goalVector: towards })
    const features = playlist.flatMap(({ scoreParts }) => scoreParts.standouts)
    // the made-up songs' energy and loudness rise, and their acousticness falls, with the first dimension
    expect(features.length).toBeGreaterThan(20)
    for (const { feature, percentile } of features) {
      if (feature === 'energy' || feature === 'loudnessDb') expect(percentile).toBeGreaterThan(0.5)
      if (feature === 'acousticness') expect(percentile).toBeLessThan(0.5)
    }
    for (const { scoreParts } of playlist) expect(scoreParts.standouts.length).toBeLessThanOrEqual(3)
  })
})
