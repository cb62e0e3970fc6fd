import { describe, expect, it } from 'vitest'

import { planPath } from './path'
import { maxSongsPerArtist, sequenceSongs, transitionCost, type Candidate } from './sequence-songs'
import { seededNumbers } from './test-support'

function madeUpCandidates(count: number, options: { artistCount: number; seed?: number }): Candidate[] {
  const random = seededNumbers(options.seed ?? 11)
  return Array.from({ length: count }, (_, songPosition) => ({
    songPosition,
    stateSimilarity: 0.5 + 0.4 * random(),
    goalSimilarity: 0.5 + 0.4 * random(),
    artistKey: `artist ${Math.floor(random() * options.artistCount)}`,
    songKey: `song ${songPosition}`,
    energy: random(),
    tempoBpm: 60 + 120 * random(),
    loudnessDb: -20 + 18 * random(),
  }))
}

/** The made-up candidates lean nowhere. */
const lean = { atState: 0, atGoal: 0 }
const here = planPath(1, 20)
const bridge = planPath(0.2, 20)

function meanCost(order: readonly Candidate[]): number {
  return order.slice(1).reduce((sum, song, index) => sum + transitionCost(order[index] ?? song, song), 0) / (order.length - 1)
}

describe('sequenceSongs', () => {
  it('gives as many songs as there are places, none twice, two of an artist at most and never one after the other', () => {
    for (let seed = 0; seed < 20; seed++) {
      const order = sequenceSongs(madeUpCandidates(120, { artistCount: 15, seed }), { places: bridge, lean, seed })
      expect(order).toHaveLength(20)
      expect(new Set(order.map((song) => song.songKey)).size).toBe(20)
      const counts = new Map<string, number>()
      order.forEach((song, index) => {
        counts.set(song.artistKey, (counts.get(song.artistKey) ?? 0) + 1)
        expect(song.artistKey).not.toBe(order[index - 1]?.artistKey)
      })
      expect(Math.max(...counts.values())).toBeLessThanOrEqual(maxSongsPerArtist)
    }
  })

  it('never plays one song under two ids', () => {
    const candidates = madeUpCandidates(60, { artistCount: 60 }).map((song) => ({
      ...song,
      songKey: `song ${Math.floor(song.songPosition / 2)}`,
    }))
    const order = sequenceSongs(candidates, { places: here, lean, seed: 1 })
    expect(new Set(order.map((song) => song.songKey)).size).toBe(order.length)
  })

  it('gives the same order for the same seed, and another for another', () => {
    const candidates = madeUpCandidates(200, { artistCount: 100 }).map((song) => ({
      ...song,
      stateSimilarity: 0.8 + 0.01 * song.stateSimilarity,
    }))
    const positions = (seed: number) => sequenceSongs(candidates, { places: here, lean, seed }).map((song) => song.songPosition)
    expect(positions(1)).toEqual(positions(1))
    expect(positions(2)).not.toEqual(positions(1))
  })

  it('lets the seed choose among near equals alone: a clearly better song is always there', () => {
    const candidates = madeUpCandidates(100, { artistCount: 100 }).map((song) => ({
      ...song,
      energy: 0.5,
      tempoBpm: 100,
      loudnessDb: -8,
      stateSimilarity: song.songPosition === 42 ? 0.9 : 0.5,
      goalSimilarity: song.songPosition === 42 ? 0.9 : 0.5,
    }))
    for (let seed = 0; seed < 10; seed++) {
      expect(sequenceSongs(candidates, { places: here, lean, seed }).some((song) => song.songPosition === 42)).toBe(true)
    }
  })

  it('takes smaller steps of energy, tempo and loudness than the same songs by fit alone', () => {
    const candidates = madeUpCandidates(150, { artistCount: 150 }).map((song) => ({
      ...song,
      stateSimilarity: 0.8 + 0.05 * song.stateSimilarity,
    }))
    const byFit = [...candidates].sort((a, b) => b.stateSimilarity - a.stateSimilarity).slice(0, 20)
    expect(meanCost(sequenceSongs(candidates, { places: here, lean, seed: 0 }))).toBeLessThan(meanCost(byFit) / 2)
  })

  it('walks from songs near the state to songs near the goal', () => {
    const candidates = Array.from({ length: 100 }, (_, songPosition) => ({
      songPosition,
      stateSimilarity: Math.cos((songPosition / 99) * 1.3),
      goalSimilarity: Math.cos((1 - songPosition / 99) * 1.3),
      artistKey: `a${songPosition}`,
      songKey: `s${songPosition}`,
    }))
    const order = sequenceSongs(candidates, {
      places: planPath(Math.cos(1.3), 10),
      lean: { atState: 1 - Math.cos(1.3), atGoal: Math.cos(1.3) - 1 },
      seed: 0,
    }).map((song) => song.songPosition)
    expect(order[0]).toBeLessThan(25)
    expect(order[9]).toBeGreaterThan(75)
  })

  it('returns fewer songs where the rules leave no more', () => {
    const order = sequenceSongs(madeUpCandidates(50, { artistCount: 1 }), { places: here, lean, seed: 0 })
    expect(order).toHaveLength(1)
    expect(sequenceSongs([], { places: here, lean, seed: 0 })).toEqual([])
  })
})

describe('transitionCost', () => {
  const song: Candidate = {
    songPosition: 0,
    stateSimilarity: 1,
    goalSimilarity: 1,
    artistKey: 'a',
    songKey: 's',
    energy: 0.5,
    tempoBpm: 80,
    loudnessDb: -8,
  }

  it('counts half and double time as the same tempo', () => {
    expect(transitionCost(song, { ...song, tempoBpm: 160 })).toBe(0)
    expect(transitionCost(song, { ...song, tempoBpm: 40 })).toBe(0)
    expect(transitionCost(song, { ...song, tempoBpm: 113 })).toBeGreaterThan(0)
  })

  it('costs nothing where a feature is missing', () => {
    const { energy: _energy, tempoBpm: _tempoBpm, loudnessDb: _loudnessDb, ...bare } = song
    expect(transitionCost(song, bare)).toBe(0)
  })

  it('grows with the step of energy and of loudness', () => {
    const costs = [0.55, 0.75, 0.95].map((energy) => transitionCost(song, { ...song, energy }))
    expect(costs[0]).toBe(0)
    expect(costs[1]).toBeGreaterThan(0)
    expect(costs[2]).toBeGreaterThan(costs[1] ?? 0)
    expect(transitionCost(song, { ...song, loudnessDb: -20 })).toBeGreaterThan(0)
  })
})
