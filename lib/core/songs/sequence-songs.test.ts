import { describe, expect, it } from 'vitest'

import type { PooledSong, Run, SearchedSource } from './gather-runs'
import { openSongIndex } from './open-song-index'
import {
  isEasyStep,
  maxSongsPerArtist,
  sequenceSongs,
  tempoStepBpm,
  toSequenced,
  transitionCost,
  type StepFeatures,
} from './sequence-songs'
import { songAt } from './song-at'
import { createSongKeys } from './song-keys-of'
import { madeUpId, seededNumbers, writeMadeUpIndex, type MadeUpSong } from './test-support'

const place = { pathPosition: 0, stateWeight: 1, goalWeight: 0 }
const everySong = () => true

type MadeUpFit = { readonly artists: string; readonly title: string; readonly fit: number; readonly sound?: StepFeatures }

function poolOf(madeUp: readonly MadeUpFit[]): {
  pool: readonly PooledSong[]
  titleOf: (song: PooledSong) => string
  artistOf: (song: PooledSong) => string
} {
  const songs = madeUp.map(({ artists, title, sound }, number): MadeUpSong => ({
    songId: madeUpId(number),
    artists,
    title,
    vector: [1, 0],
    ...(sound === undefined ? {} : { numbers: sound }),
  }))
  const songIndex = openSongIndex(writeMadeUpIndex(songs))
  const none = new Float32Array(songs.length)
  const source: SearchedSource = { songIndex, toState: none, toGoal: none, fails: new Uint16Array(songs.length), isInLibrary: () => false }
  const pool = madeUp.map(({ fit }, songPosition) => ({ source, songPosition, fit, familiarityLift: 0 })).sort((a, b) => b.fit - a.fit)
  const song = (pooled: PooledSong) => songAt(songIndex, pooled.songPosition)
  return { pool, titleOf: (pooled) => song(pooled).title, artistOf: (pooled) => song(pooled).artists[0] ?? '' }
}

function randomSongs(count: number, { artistCount, seed }: { artistCount: number; seed: number }): MadeUpFit[] {
  const random = seededNumbers(seed)
  return Array.from({ length: count }, (_, number) => ({
    artists: `Artist ${Math.floor(random() * artistCount)}`,
    title: `Song ${number}`,
    fit: 0.8 + 0.05 * random(),
    sound: { energy: random(), tempoBpm: 60 + 120 * random(), loudnessDb: -20 + 18 * random() },
  }))
}

function sequence(pool: readonly PooledSong[], songCount: number, isAllowed: () => boolean = everySong) {
  const runs: Run[] = [{ place, songCount, pool }]
  return sequenceSongs(runs, createSongKeys(), isAllowed)
}

describe('sequenceSongs', () => {
  it('gives as many songs as asked for, none twice, two of an artist at most and never one after the other', () => {
    for (let seed = 0; seed < 10; seed++) {
      const { pool, titleOf, artistOf } = poolOf(randomSongs(120, { artistCount: 15, seed }))
      const order = sequence(pool, 20)
      expect(order).toHaveLength(20)
      expect(new Set(order.map(({ song }) => titleOf(song))).size).toBe(20)
      const artists = order.map(({ song }) => artistOf(song))
      artists.forEach((artist, index) => expect(artist).not.toBe(artists[index + 1]))
      for (const artist of artists) expect(artists.filter((other) => other === artist).length).toBeLessThanOrEqual(maxSongsPerArtist)
    }
  })

  it('never plays one song under two ids', () => {
    const { pool } = poolOf(
      randomSongs(60, { artistCount: 1, seed: 1 }).map((song, number) => ({
        ...song,
        artists: `A${number % 30}`,
        title: `T${number % 30}`,
      })),
    )
    const order = sequence(pool, 30)
    expect(order).toHaveLength(30)
    expect(new Set(order.map(({ songKey }) => songKey)).size).toBe(30)
  })

  it('takes the best-fitting songs where no step is too large', () => {
    const sound = { energy: 0.5, tempoBpm: 100, loudnessDb: -8 }
    const { pool } = poolOf(randomSongs(50, { artistCount: 1000, seed: 3 }).map((song) => ({ ...song, sound })))
    const positions = (songs: readonly PooledSong[]) => new Set(songs.map(({ songPosition }) => songPosition))
    expect(positions(sequence(pool, 10).map(({ song }) => song))).toEqual(positions(pool.slice(0, 10)))
  })

  it('takes easy steps alone where songs enough allow it', () => {
    for (let seed = 0; seed < 10; seed++) {
      const { pool } = poolOf(randomSongs(400, { artistCount: 400, seed }))
      const order = sequence(pool, 20)
      order.slice(1).forEach((song, index) => expect(isEasyStep(order[index] ?? song, song)).toBe(true))
    }
  })

  it('jumps rather than stop where no easy step is left', () => {
    const far = [0, 1, 2, 3].map((number) => ({
      artists: `A${number}`,
      title: `T${number}`,
      fit: 0.5,
      sound: { energy: number % 2, tempoBpm: 100, loudnessDb: -8 },
    }))
    expect(sequence(poolOf(far).pool, 4)).toHaveLength(4)
  })

  it('takes each song from the pool of its run', () => {
    const songs = randomSongs(100, { artistCount: 100, seed: 5 })
    const { pool } = poolOf(songs)
    const runs = [0, 1].map((run) => ({ place, songCount: 5, pool: pool.filter(({ songPosition }) => songPosition % 2 === run) }))
    const order = sequenceSongs(runs, createSongKeys(), everySong)
    for (const { song, runIndex } of order) expect(song.songPosition % 2).toBe(runIndex)
    expect(order).toHaveLength(10)
    expect(order.map(({ runIndex }) => runIndex)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1])
  })

  it('returns fewer songs where the rules leave no more', () => {
    const { pool } = poolOf(randomSongs(50, { artistCount: 1, seed: 1 }))
    expect(sequence(pool, 5)).toHaveLength(1)
    expect(sequence([], 5)).toEqual([])
    expect(sequence(pool, 5, () => false)).toEqual([])
  })
})

describe('steps', () => {
  const song: StepFeatures = { energy: 0.5, tempoBpm: 80, loudnessDb: -8 }

  it('count half and double time as the same tempo, measured at the faster', () => {
    expect(tempoStepBpm(80, 160)).toBe(0)
    expect(tempoStepBpm(160, 80)).toBe(0)
    expect(tempoStepBpm(80, 170)).toBe(10)
    expect(tempoStepBpm(80, 95)).toBe(15)
    expect(isEasyStep(song, { ...song, tempoBpm: 40 })).toBe(true)
    expect(isEasyStep(song, { ...song, tempoBpm: 113 })).toBe(false)
  })

  it('cost nothing where a feature is missing', () => {
    const bare = { energy: Number.NaN, tempoBpm: Number.NaN, loudnessDb: Number.NaN }
    expect(transitionCost(song, bare)).toBe(0)
    expect(isEasyStep(bare, song)).toBe(true)
  })

  it('cost more the larger they are', () => {
    const costs = [0.5, 0.6, 0.7, 0.9].map((energy) => transitionCost(song, { ...song, energy }))
    expect(costs).toEqual([...costs].sort((a, b) => a - b))
    expect(costs[0]).toBe(0)
    expect(transitionCost(song, { ...song, loudnessDb: -20 })).toBeGreaterThan(costs[1] ?? 0)
  })

  it('read what a song lacks as NaN', () => {
    const { pool } = poolOf([{ artists: 'A', title: 'T', fit: 1 }])
    const first = pool[0] ?? expect.unreachable()
    expect(toSequenced(first, 0, createSongKeys())).toMatchObject({ energy: Number.NaN, tempoBpm: Number.NaN, loudnessDb: Number.NaN })
  })
})
