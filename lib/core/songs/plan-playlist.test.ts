import { describe, expect, it } from 'vitest'

import { findSongPosition } from './find-song-position'
import { openSongIndex } from './open-song-index'
import { minSongMs } from './filter-songs'
import { scanSimilarities } from './scan-similarities'
import { planOver, madeUpId, madeUpSongs, madeUpVector, seededNumbers, writeMadeUpIndex } from './test-support'
import { TooFewSongsError } from './too-few-songs-error'

const songIndex = openSongIndex(writeMadeUpIndex(madeUpSongs(900)))
const random = seededNumbers(21)
const [stateVector, goalVector] = [madeUpVector(random), madeUpVector(random)]
const plan = { songIndex, stateVector, goalVector, songCount: 25 }
const songsOf = (wanted: Parameters<typeof planOver>[0]) => planOver(wanted).songs

describe('planPlaylist', () => {
  it('plans as many songs as asked for, between 5 and 100', () => {
    for (const songCount of [5, 25, 100]) {
      const playlist = songsOf({ ...plan, songCount })
      expect(playlist).toHaveLength(songCount)
      expect(new Set(playlist.map(({ song }) => song.songId)).size).toBe(songCount)
    }
  })

  it('plays no artist twice in a row and at most two songs of one', () => {
    const artists = songsOf({ ...plan, songCount: 60 }).map(({ song }) => song.artists[0])
    artists.forEach((artist, index) => expect(artist).not.toBe(artists[index + 1]))
    for (const artist of artists) expect(artists.filter((other) => other === artist).length).toBeLessThanOrEqual(2)
  })

  it('gives true scores: cosines to state and goal, and the share of the catalogue that lies farther', () => {
    const toState = scanSimilarities(songIndex, stateVector)
    const toGoal = scanSimilarities(songIndex, goalVector)
    const playlist = songsOf(plan)
    const [first, last] = [playlist[0]?.scoreParts, playlist.at(-1)?.scoreParts]
    expect(first?.pathPosition).toBe(0)
    expect(first?.pathSimilarity).toBeCloseTo(first?.stateSimilarity ?? 0, 10)
    expect(last?.pathPosition).toBe(1)
    expect(last?.pathSimilarity).toBeCloseTo(last?.goalSimilarity ?? 0, 10)
    for (const { song, scoreParts } of playlist) {
      const position = findSongPosition(songIndex, song.songId) ?? -1
      expect(scoreParts.stateSimilarity).toBe(toState[position])
      expect(scoreParts.goalSimilarity).toBe(toGoal[position])
      expect(scoreParts.pathPercentile).toBeGreaterThan(0.6)
    }
  })

  it('comes nearer to the goal from each run of five songs to the next', () => {
    for (let seed = 0; seed < 10; seed++) {
      const toGoal = songsOf({ ...plan, seed }).map(({ scoreParts }) => scoreParts.goalSimilarity)
      const runs = [0, 5, 10, 15, 20].map((start) => toGoal.slice(start, start + 5).reduce((sum, value) => sum + value, 0))
      for (let run = 1; run < runs.length; run++) expect(runs[run]).toBeGreaterThan(runs[run - 1] ?? 5)
    }
  })

  it('walks from the state to the goal', () => {
    const lean = songsOf(plan).map(({ scoreParts }) => scoreParts.goalSimilarity - scoreParts.stateSimilarity)
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
    expect(mean(lean.slice(0, 8))).toBeLessThan(mean(lean.slice(8, 17)))
    expect(mean(lean.slice(8, 17))).toBeLessThan(mean(lean.slice(17)))
  })

  it('stays at the state where the goal is the state', () => {
    const playlist = songsOf({ ...plan, goalVector: stateVector })
    for (const { scoreParts } of playlist) {
      expect(scoreParts.pathPosition).toBe(0)
      expect(scoreParts.goalSimilarity).toBe(scoreParts.stateSimilarity)
    }
  })

  it('gives the same playlist for the same seed, and another for another', () => {
    const ids = (seed: number) => songsOf({ ...plan, seed }).map(({ song }) => song.songId)
    expect(ids(5)).toEqual(ids(5))
    expect(ids(6)).not.toEqual(ids(5))
  })

  it('leaves out excluded songs, also under another id, and ids that it does not know', () => {
    const twins = madeUpSongs(300).map((song, number) => ({ ...song, title: `Song ${number % 150}`, artists: `Artist ${number % 150}` }))
    const index = openSongIndex(writeMadeUpIndex(twins))
    const before = songsOf({ ...plan, songIndex: index })
    const removed = before[3]?.song
    const after = songsOf({ ...plan, songIndex: index, excludedSongIds: [removed?.songId ?? '', madeUpId(9999), 'no id'] })
    expect(after).toHaveLength(25)
    expect(after.some(({ song }) => song.title === removed?.title)).toBe(false)
  })

  it('plays no interlude, but a song of unknown length', () => {
    const songs = madeUpSongs(200, { songsPerArtist: 1 }).map((song, number) => {
      const { durationMs: _durationMs, ...numbers } = song.numbers ?? {}
      return { ...song, numbers: number % 2 === 0 ? { ...numbers, durationMs: minSongMs - 1 } : numbers }
    })
    const playlist = songsOf({ ...plan, songIndex: openSongIndex(writeMadeUpIndex(songs)), songCount: 50 })
    expect(playlist.every(({ song }) => song.durationMs === undefined)).toBe(true)
  })

  it('says how many songs were found where the rules leave too few', () => {
    const index = openSongIndex(writeMadeUpIndex(madeUpSongs(30, { songsPerArtist: 10 })))
    const error = errorOf({ ...plan, songIndex: index })
    expect(error.code).toBe('TOO_FEW_SONGS')
    expect(error.message).toMatch(/^[56] songs were found for a playlist of 25/)
    expect(error.relaxations).toEqual([])
  })

  it('names as standouts only features in which the song and its neighbours lean one way', () => {
    const towards = Array.from({ length: 128 }, (_, dim) => (dim === 0 ? 1 : 0))
    const playlist = songsOf({ ...plan, stateVector: towards, goalVector: towards })
    const features = playlist.flatMap(({ scoreParts }) => scoreParts.standouts)
    // the made-up songs' energy and loudness rise, and their acousticness falls, with the first dimension
    expect(features.length).toBeGreaterThan(20)
    for (const { feature, percentile } of features) {
      if (feature === 'energy' || feature === 'loudnessDb') expect(percentile).toBeGreaterThan(0.5)
      if (feature === 'acousticness') expect(percentile).toBeLessThan(0.5)
    }
    for (const { scoreParts } of playlist) expect(scoreParts.standouts.length).toBeLessThanOrEqual(3)
  })

  it('is as long as wished in minutes, within one minute', () => {
    for (const minutes of [30, 60, 120]) {
      const totalMs = songsOf({ ...plan, minutes }).reduce((sum, { song }) => sum + (song.durationMs ?? 0), 0)
      expect(Math.abs(totalMs / 60_000 - minutes)).toBeLessThan(1)
    }
  })

  it('holds the energy of the state where it is asked to', () => {
    const off = (isEnergyHeld: boolean) => {
      const energies = songsOf({ ...plan, goalVector: stateVector, isEnergyHeld }).map(({ song }) => song.features.energy ?? 0)
      return Math.max(...energies) - Math.min(...energies)
    }
    expect(off(true)).toBeLessThan(off(false))
  })
})

function errorOf(wanted: Parameters<typeof planOver>[0]): TooFewSongsError {
  try {
    planOver(wanted)
  } catch (error) {
    if (error instanceof TooFewSongsError) return error
    throw error
  }
  throw new Error('the plan was made; expected TOO_FEW_SONGS')
}

describe('wishes', () => {
  it('always hold: genres, years, no explicit lyrics, tempo, steps', () => {
    const wanted = { ...plan, songCount: 10 }
    for (const { song } of songsOf({ ...wanted, genreFamilies: ['rock'] })) expect(song.genreFamily).toBe('rock')
    for (const { song } of songsOf({ ...wanted, excludedGenreFamilies: ['rock'] })) expect(song.genreFamily).toBe('folk')
    for (const { song } of songsOf({ ...wanted, yearFrom: 1970, yearTo: 1979 })) expect(Math.floor((song.releaseYear ?? 0) / 10)).toBe(197)
    for (const { song } of songsOf({ ...wanted, isExplicitAllowed: false })) expect(song.isExplicit).toBe(false)
    for (const { song } of songsOf({ ...wanted, tempoFromBpm: 100, tempoToBpm: 120 })) {
      expect(song.features.tempoBpm).toBeGreaterThanOrEqual(100)
      expect(song.features.tempoBpm).toBeLessThanOrEqual(120)
    }
    for (const { song } of songsOf({ ...wanted, cadenceSpm: 164 })) {
      const tempo = song.features.tempoBpm ?? 0
      expect(Math.min(Math.abs(tempo - 164) / 164, Math.abs(tempo - 82) / 82)).toBeLessThanOrEqual(0.05 + 1e-9)
    }
  })

  it('leave out artists by name, whatever its case, wherever they stand in the credit', () => {
    const credited = madeUpSongs(300, { songsPerArtist: 1 }).map((song, number) => ({
      ...song,
      artists: number % 2 === 0 ? `Artist ${number}; Zoë Blue` : song.artists,
    }))
    const index = openSongIndex(writeMadeUpIndex(credited))
    for (const { song } of songsOf({ ...plan, songIndex: index, excludedArtists: ['zoe blue'] })) expect(song.artists).toHaveLength(1)
  })

  it('leave out what is unknown, say how much that is, and let it in on request', () => {
    const { songs, leftOut } = planOver({ ...plan, genreFamilies: ['rock'] })
    const unknownCount = madeUpSongs(900).filter(({ genreFamily }) => genreFamily === undefined).length
    expect(leftOut).toEqual([{ wish: 'genres', songCount: unknownCount }])
    expect(songs.every(({ song }) => song.genreFamily === 'rock')).toBe(true)
    const { songs: more, leftOut: none } = planOver({ ...plan, genreFamilies: ['rock'], songCount: 60, includeUnknown: ['genres'] })
    expect(none).toEqual([])
    expect(new Set(more.map(({ song }) => song.genreFamily))).toEqual(new Set(['rock', undefined]))
  })

  it('count as left out only songs that pass every other wish', () => {
    const { leftOut } = planOver({ ...plan, songCount: 5, genreFamilies: ['rock'], yearFrom: 1990 })
    const made = madeUpSongs(900)
    const year = (song: (typeof made)[number]) => song.numbers?.releaseYear
    expect(leftOut).toEqual([
      { wish: 'genres', songCount: made.filter((song) => song.genreFamily === undefined && (year(song) ?? 0) >= 1990).length },
      { wish: 'years', songCount: made.filter((song) => song.genreFamily === 'rock' && year(song) === undefined).length },
    ])
  })

  it('are named when they leave too few songs: the one whose end brings enough, and how many it brings', () => {
    const error = errorOf({ ...plan, genreFamilies: ['folk'], yearFrom: 1960, yearTo: 1962 })
    const made = madeUpSongs(900)
    const isIn = (song: (typeof made)[number]) => (song.numbers?.releaseYear ?? 0) <= 1962 && song.numbers?.releaseYear !== undefined
    const capacity = (songs: typeof made) => {
      const counts = new Map<string, number>()
      for (const { artists } of songs) counts.set(artists, Math.min(2, (counts.get(artists) ?? 0) + 1))
      return [...counts.values()].reduce((sum, count) => sum + count, 0)
    }
    const withoutGenres = capacity(made.filter(isIn))
    const withoutYears = capacity(made.filter(({ genreFamily }) => genreFamily === 'folk'))
    expect(error.relaxations).toEqual([
      { wish: 'years', songCount: withoutYears, isEnough: true },
      { wish: 'genres', songCount: withoutGenres, isEnough: withoutGenres >= 25 },
    ])
    expect(error.message).toContain(`Without the wish for years there would be ${withoutYears}.`)
  })

  it('name no single wish where two of them shut the songs out together', () => {
    const error = errorOf({ ...plan, genreFamilies: ['polka'], yearFrom: 2900 })
    expect(error.relaxations).toEqual([])
  })
})

describe("a listener's library", () => {
  const ownSongs = madeUpSongs(40, { seed: 99, songsPerArtist: 1 }).map((song, number) => ({
    ...song,
    songId: madeUpId(5000 + number),
    title: `Own ${number}`,
    artists: `Own artist ${number}`,
  }))
  const own = openSongIndex(writeMadeUpIndex(ownSongs))

  it('is searched together with the catalogue', () => {
    const near = ownSongs[0]?.vector ?? []
    const playlist = songsOf({ ...plan, stateVector: near, goalVector: near, own })
    expect(playlist.some(({ song }) => song.title === 'Own 0')).toBe(true)
    expect(playlist.some(({ song }) => song.title.startsWith('Song'))).toBe(true)
  })

  it('plays alone where that is wished: its own songs, and those of the catalogue that it has', () => {
    const librarySongIds = [madeUpId(3), madeUpId(7), 'no id']
    const playlist = songsOf({ ...plan, songCount: 30, own, librarySongIds, isOnlyLibrary: true })
    for (const { song } of playlist) {
      expect(song.title.startsWith('Own') || librarySongIds.includes(song.songId)).toBe(true)
    }
    expect(errorOf({ ...plan, songCount: 60, own, librarySongIds, isOnlyLibrary: true }).relaxations[0]?.wish).toBe('library')
  })

  it('stays away where new songs are wished, and comes first where known ones are', () => {
    const librarySongIds = Array.from({ length: 300 }, (_, number) => madeUpId(number * 3))
    const known = (familiarity: 'any' | 'familiar' | 'new') =>
      songsOf({ ...plan, librarySongIds, familiarity }).filter(({ song }) => librarySongIds.includes(song.songId)).length
    expect(known('new')).toBe(0)
    expect(known('familiar')).toBeGreaterThan(known('any'))
  })
})
