import type { PooledSong, Run } from './gather-runs'
import type { SongKeys } from './song-keys-of'
import { numberAt } from './song-index'

/** At most so many songs of one artist in a playlist. */
export const maxSongsPerArtist = 2

/** Steps from song to song that nobody minds; a tempo step is counted at the faster of the two where one is half the other. */
export const easySteps = { energy: 0.15, tempoBpm: 12, loudnessDb: 6 } as const
/** What a step of that size costs, in cosine; smaller ones cost their share. */
const stepCosts = { energy: 0.006, tempo: 0.005, loudness: 0.004 } as const
/** What a step costs beside that where it is larger than an easy one, in cosine: more than two songs' fits ever differ. */
const jumpCost = 0.3
/** So many beginnings are kept while the order is built. */
const beamWidth = 10
/** So many of the best-fitting songs that follow without a jump are tried behind each of them; where none does, as many that jump. */
const branchCount = 6

/** A song of the order, with what its place in it depends on. Missing numbers are NaN. */
export type SequencedSong = {
  readonly song: PooledSong
  /** The run it plays in. */
  readonly runIndex: number
  readonly artistKey: number
  readonly songKey: number
  readonly energy: number
  readonly tempoBpm: number
  readonly loudnessDb: number
}

/** The features that steps are measured in. */
export type StepFeatures = Pick<SequencedSong, 'energy' | 'tempoBpm' | 'loudnessDb'>

/** Returns the step in tempo, bpm, where half and double time count as the same tempo, measured at the faster of the two. */
export function tempoStepBpm(from: number, to: number): number {
  const [slow, fast] = from < to ? [from, to] : [to, from]
  return Math.min(fast - slow, Math.abs(fast - 2 * slow))
}

/** Whether a step is easy in energy, tempo and loudness; a missing feature makes no step. */
export function isEasyStep(from: StepFeatures, to: StepFeatures): boolean {
  return !(
    Math.abs(to.energy - from.energy) > easySteps.energy ||
    tempoStepBpm(from.tempoBpm, to.tempoBpm) > easySteps.tempoBpm ||
    Math.abs(to.loudnessDb - from.loudnessDb) > easySteps.loudnessDb
  )
}

function share(step: number, easyStep: number): number {
  return Number.isNaN(step) ? 0 : step / easyStep
}

/** Returns what the step from one song to the next costs, in cosine. */
export function transitionCost(from: StepFeatures, to: StepFeatures): number {
  return (
    share(Math.abs(to.energy - from.energy), easySteps.energy) * stepCosts.energy +
    share(tempoStepBpm(from.tempoBpm, to.tempoBpm), easySteps.tempoBpm) * stepCosts.tempo +
    share(Math.abs(to.loudnessDb - from.loudnessDb), easySteps.loudnessDb) * stepCosts.loudness +
    (isEasyStep(from, to) ? 0 : jumpCost)
  )
}

type Beginning = { readonly last: SequencedSong; readonly before: Beginning | undefined; readonly score: number }

/** Whether a song may follow: not played yet under any id, not by the artist of the song before, and at most the second one of its artist. */
function mayFollow(beginning: Beginning | undefined, { artistKey, songKey }: SequencedSong): boolean {
  if (beginning?.last.artistKey === artistKey) return false
  let artistCount = 0
  for (let at = beginning; at !== undefined; at = at.before) {
    if (at.last.songKey === songKey) return false
    if (at.last.artistKey === artistKey && ++artistCount === maxSongsPerArtist) return false
  }
  return true
}

/** Which songs may play at all, beyond the filters: asked once for each song that is tried. */
export type IsAllowed = (song: PooledSong, songKey: number) => boolean

/** Returns a song of a pool with what its place in an order depends on. */
export function toSequenced(song: PooledSong, runIndex: number, keys: SongKeys): SequencedSong {
  const { songIndex } = song.source
  const at = song.songPosition
  return {
    song,
    runIndex,
    artistKey: keys.artistKeyAt(songIndex, at),
    songKey: keys.songKeyAt(songIndex, at),
    energy: numberAt(songIndex.numbers.energy, at) ?? Number.NaN,
    tempoBpm: numberAt(songIndex.numbers.tempoBpm, at) ?? Number.NaN,
    loudnessDb: numberAt(songIndex.numbers.loudnessDb, at) ?? Number.NaN,
  }
}

/**
 * Orders songs run by run, each from its run's pool, with small steps of energy, tempo and loudness between.
 *
 * No song twice under another id, no artist twice in a row and at most two songs of one artist. A beam search keeps the best beginnings.
 * Returns fewer songs than the runs ask for where no song is left that may follow.
 */
export function sequenceSongs(runs: readonly Run[], keys: SongKeys, isAllowed: IsAllowed): readonly SequencedSong[] {
  let beam: readonly (Beginning | undefined)[] = [undefined]
  for (const [runIndex, run] of runs.entries()) {
    // Titles are taken apart, and features read, of those songs alone that the search comes to.
    const seen: (SequencedSong | null | undefined)[] = []
    const songAt = (place: number): SequencedSong | null => {
      const known = seen[place]
      if (known !== undefined) return known
      const song = run.pool[place]
      const found = song === undefined ? null : toSequenced(song, runIndex, keys)
      return (seen[place] = found !== null && isAllowed(found.song, found.songKey) ? found : null)
    }
    for (let placeInRun = 0; placeInRun < run.songCount; placeInRun++) {
      const longer: Beginning[] = []
      for (const beginning of beam) {
        const jumps: Beginning[] = []
        let easyCount = 0
        for (let place = 0; place < run.pool.length && easyCount < branchCount; place++) {
          const next = songAt(place)
          if (next === null) continue
          const isEasy = beginning === undefined || isEasyStep(beginning.last, next)
          if (!isEasy && jumps.length === branchCount) continue
          if (!mayFollow(beginning, next)) continue
          const cost = beginning === undefined ? 0 : transitionCost(beginning.last, next)
          const longerOne = { last: next, before: beginning, score: (beginning?.score ?? 0) + next.song.fit - cost }
          if (isEasy) easyCount++
          ;(isEasy ? longer : jumps).push(longerOne)
        }
        if (easyCount === 0) longer.push(...jumps)
      }
      if (longer.length === 0) return orderOf(beam[0])
      beam = longer.sort((a, b) => b.score - a.score).slice(0, beamWidth)
    }
  }
  return orderOf(beam[0])
}

function orderOf(end: Beginning | undefined): readonly SequencedSong[] {
  const order: SequencedSong[] = []
  for (let at = end; at !== undefined; at = at.before) order.push(at.last)
  return order.reverse()
}
