import { describe, expect, it } from 'vitest'

import { activityLabels, emotionLabels, moodWords, stressLabels } from '@/lib/core/state/labels'
import { goals, type SensorReading, type UserState } from '@/lib/core/state/user-state'

import { explainSong, maxReasonLength } from './explain-song'
import { reasonFeatures, type PlaylistSong, type Standout } from './song'
import { madeUpId } from './test-support'

function reading(labelCount: number, top: number, confidence = 0.9): SensorReading {
  return {
    scores: Array.from({ length: labelCount }, (_, label) => (label === top ? 0.9 : 0.1 / labelCount)),
    confidence,
    sourceName: 'Made up',
  }
}

function playlistSong(standouts: readonly Standout[], pathPosition = 0, songNumber = 1): PlaylistSong {
  return {
    song: {
      songId: madeUpId(songNumber),
      title: 'Song',
      artists: ['Artist'],
      artistGenres: [],
      features: { energy: 0.1, tempoBpm: 72.4, instrumentalness: 0.8, loudnessDb: -20 },
    },
    scoreParts: {
      stateSimilarity: 0.8,
      goalSimilarity: 0.4,
      pathSimilarity: 0.8,
      pathPercentile: 0.9987,
      pathPosition,
      familiarityLift: 0,
      standouts,
    },
  }
}

const states: readonly UserState[] = [
  {},
  ...moodWords.map((mood) => ({ ownWord: { mood } })),
  ...emotionLabels.map((_, top) => ({ emotion: reading(emotionLabels.length, top, 0.3) })),
  ...stressLabels.map((_, top) => ({ stress: reading(stressLabels.length, top) })),
  ...activityLabels.map((activity, top) => ({ activity: reading(activityLabels.length, top), ownWord: { activity } })),
  { emotion: reading(7, 3), stress: reading(4, 1), activity: reading(7, 6) },
]

const everyPair: readonly (readonly Standout[])[] = [
  [],
  ...reasonFeatures.flatMap((first) =>
    reasonFeatures.flatMap((second) =>
      first === second
        ? []
        : [0.02, 0.75].map((percentile) => [
            { feature: first, percentile },
            { feature: second, percentile: 0.13 },
            { feature: 'energy' as const, percentile: 0.21 },
          ]),
    ),
  ),
]

function everyReason(): string[] {
  const reasons: string[] = []
  for (const goal of goals) {
    states.forEach((state, stateNumber) => {
      everyPair.forEach((standouts, number) => {
        for (const pathPosition of [0, 0.5, 1])
          reasons.push(explainSong(playlistSong(standouts, pathPosition, number * 31 + stateNumber), state, goal))
      })
    })
  }
  return reasons
}

describe('explainSong', () => {
  it('says one short sentence whatever the state, the goal, the place on the path and the standouts', () => {
    const isGood = (reason: string) =>
      reason.length <= maxReasonLength && /^[A-Z].*\.$/.test(reason) && !/undefined|NaN|\s\s|\.\.|, and$/.test(reason)
    expect(everyReason().filter((reason) => !isGood(reason))).toEqual([])
  })

  it('never says what a person is', () => {
    expect(everyReason().filter((reason) => /\byou(?:'re| are)\b|\byou (?:feel|seem|look)\b/i.test(reason))).toEqual([])
  })

  it('speaks of the place where the song stands: the state at the beginning, the goal at the end', () => {
    const standouts: Standout[] = [{ feature: 'energy', percentile: 0.1 }]
    const state: UserState = { ownWord: { mood: 'sad' } }
    for (let number = 0; number < 30; number++) {
      expect(explainSong(playlistSong(standouts, 0, number), state, 'lift')).toContain('your word is sad')
      expect(explainSong(playlistSong(standouts, 1, number), state, 'lift')).toContain('bright side')
      expect(explainSong(playlistSong(standouts, 1, number), state, 'lift')).not.toContain('sad')
    }
  })

  it('lets the listener’s own word outrank the sensors', () => {
    const state: UserState = { emotion: reading(7, 3), ownWord: { mood: 'tired' } }
    for (let number = 0; number < 30; number++) {
      const reason = explainSong(playlistSong([{ feature: 'energy', percentile: 0.1 }], 0, number), state, 'match')
      expect(reason).toContain('tired')
      expect(reason).not.toContain('happy')
    }
  })

  it('names the part of the state that brought the song near, and none of several where nobody knows which', () => {
    const state: UserState = { emotion: reading(7, 3), stress: reading(4, 1) }
    const standouts: Standout[] = [{ feature: 'energy', percentile: 0.1 }]
    for (let number = 0; number < 30; number++) {
      const song = playlistSong(standouts, 0, number)
      expect(explainSong(song, state, 'match', { part: 'stress' })).toContain('your wearable looks stressed')
      expect(explainSong(song, state, 'match', { part: 'emotion' })).toContain('your expression looks happy')
      expect(explainSong(song, state, 'match')).not.toMatch(/wearable|expression/)
      expect(explainSong(song, { stress: reading(4, 1) }, 'match')).toContain('your wearable looks stressed')
    }
  })

  it('says that the beat meets the steps only where that was asked, and in numbers of the song itself', () => {
    for (const standouts of everyPair) {
      const song = playlistSong(standouts)
      expect(explainSong(song, {}, 'match', { cadenceSpm: 144.2 })).toMatch(/72 bpm for your 144 steps a minute/i)
      expect(explainSong(song, {}, 'match')).not.toContain('steps a minute')
    }
  })

  it('calls a song well known only where being known brought it here', () => {
    const song = playlistSong([{ feature: 'energy', percentile: 0.1 }])
    const known = { ...song, scoreParts: { ...song.scoreParts, familiarityLift: 0.07 } }
    expect(explainSong(known, {}, 'match')).toMatch(/well known/i)
    expect(explainSong(song, {}, 'match')).not.toMatch(/well known/i)
  })

  it('never rounds a percentile up, and only gives numbers of the song itself', () => {
    for (let number = 0; number < 60; number++) {
      const reason = explainSong(
        playlistSong(
          [
            { feature: 'energy', percentile: 0.0601 },
            { feature: 'tempoBpm', percentile: 0.2 },
          ],
          0,
          number,
        ),
        {},
        'match',
      )
      const percent = /(\d+) % of the catalogue/.exec(reason)?.[1]
      if (percent !== undefined) expect(percent).toBe('93')
      const bpm = /(\d+) bpm/.exec(reason)?.[1]
      if (bpm !== undefined) expect(bpm).toBe('72')
    }
    expect(explainSong(playlistSong([]), {}, 'match')).toContain('99.8 % of the catalogue')
  })

  it('calls a song instrumental only where it mostly is', () => {
    const sung = playlistSong([{ feature: 'instrumentalness', percentile: 0.8 }])
    const song = { ...sung.song, features: { instrumentalness: 0.02 } }
    expect(explainSong({ ...sung, song }, {}, 'match')).not.toContain('mostly instrumental')
  })

  it('says the same for the same song, and varies between songs', () => {
    const standouts: Standout[] = [
      { feature: 'energy', percentile: 0.05 },
      { feature: 'acousticness', percentile: 0.9 },
    ]
    const reasons = Array.from({ length: 30 }, (_, number) => explainSong(playlistSong(standouts, 0.5, number), {}, 'calm'))
    expect(new Set(reasons).size).toBeGreaterThan(2)
    expect(explainSong(playlistSong(standouts, 0.5, 4), {}, 'calm')).toBe(reasons[4])
  })
})
