import { AppError } from '@/lib/core/app-error'

import { findSongPosition } from './find-song-position'
import { findStandouts, placeLeans } from './find-standouts'
import { fitToPlace, planPath, similarityToPlace, type PathLean, type Place } from './path'
import { scanSimilarities, scanTwoSimilarities } from './scan-similarities'
import { selectTop } from './select-top'
import { sequenceSongs, type Candidate } from './sequence-songs'
import type { PlaylistSong } from './song'
import { artistsAt, songAt, titleAt } from './song-at'
import { numberAt, type SongIndex } from './song-index'
import { artistKey, songKey } from './song-keys'

/** Shorter ones are interludes, not songs. A song of unknown length may be played. */
export const minSongMs = 45_000

/** Candidates are gathered around at most so many places of the path; the places between are near enough to share them. */
const maxAnchorCount = 7
/** Candidates gathered around each of those places, at least, and for each song of the playlist. */
const minCandidateCount = 120
const candidatesPerSong = 4
/** Where the candidates do not suffice, so many times more are gathered. */
const widening = 5
/** Songs around a place, or an end of the path, from which its leaning is read. */
const neighbourCount = 100

/** What a playlist is planned from. */
export type PlaylistPlan = {
  readonly songIndex: SongIndex
  /** (dims,) */
  readonly stateVector: ArrayLike<number>
  /** (dims,) */
  readonly goalVector: ArrayLike<number>
  readonly songCount: number
  readonly excludedSongIds?: readonly string[]
  /** Another seed gives another playlist of songs that fit as well. */
  readonly seed?: number
}

function cosineOf(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let [dot, aa, bb] = [0, 0, 0]
  for (let dim = 0; dim < a.length; dim++) {
    const [x, y] = [a[dim] ?? 0, b[dim] ?? 0]
    dot += x * y
    aa += x * x
    bb += y * y
  }
  return dot / Math.sqrt(aa * bb)
}

function candidateAt(songIndex: SongIndex, songPosition: number, stateSimilarity: number, goalSimilarity: number): Candidate {
  const { numbers } = songIndex
  const artists = artistsAt(songIndex, songPosition)
  const energy = numberAt(numbers.energy, songPosition)
  const tempoBpm = numberAt(numbers.tempoBpm, songPosition)
  const loudnessDb = numberAt(numbers.loudnessDb, songPosition)
  const popularity = numberAt(numbers.popularity, songPosition)
  return {
    songPosition,
    stateSimilarity,
    goalSimilarity,
    artistKey: artistKey(artists),
    songKey: songKey(titleAt(songIndex, songPosition), artists),
    ...(energy === undefined ? {} : { energy }),
    ...(tempoBpm === undefined ? {} : { tempoBpm }),
    ...(loudnessDb === undefined ? {} : { loudnessDb }),
    ...(popularity === undefined ? {} : { popularity }),
  }
}

/** How well every song of the catalogue fits a place; it follows from the cosines to state and goal, so two scans serve the whole path. */
function fitsToPlace(place: Place, lean: PathLean, toState: Float32Array, toGoal: Float32Array): Float32Array {
  const fits = new Float32Array(toState.length)
  for (let row = 0; row < fits.length; row++) fits[row] = fitToPlace(place, lean, toState[row] ?? 0, toGoal[row] ?? 0)
  return fits
}

/** How the songs nearest to the state and nearest to the goal stand between the two. */
function leanOfPath(toState: Float32Array, toGoal: Float32Array): PathLean {
  const meanLean = (nearest: readonly number[]) =>
    nearest.reduce((sum, row) => sum + (toState[row] ?? 0) - (toGoal[row] ?? 0), 0) / Math.max(1, nearest.length)
  return { atState: meanLean(selectTop(toState, neighbourCount)), atGoal: meanLean(selectTop(toGoal, neighbourCount)) }
}

/** The share (0..1) of the catalogue whose cosine to a place is lower than `similarity`. */
function shareFarther(place: Place, similarity: number, toState: Float32Array, toGoal: Float32Array): number {
  const { stateWeight, goalWeight } = place
  let count = 0
  for (let row = 0; row < toState.length; row++) {
    if (stateWeight * (toState[row] ?? 0) + goalWeight * (toGoal[row] ?? 0) < similarity) count++
  }
  return count / toState.length
}

/** Where the goal is the state, one scan serves both. */
function scanOnePlace(songIndex: SongIndex, stateVector: ArrayLike<number>): readonly [Float32Array, Float32Array] {
  const similarities = scanSimilarities(songIndex, stateVector)
  return [similarities, similarities]
}

/**
 * Plans a playlist from the state to the goal: real songs in the order to be played, each with the parts of its score.
 *
 * Throws TOO_FEW_SONGS where the rules (excluded songs, 45 s at least, two songs an artist) leave fewer songs than asked for.
 */
export function planPlaylist(plan: PlaylistPlan): PlaylistSong[] {
  const { songIndex, stateVector, goalVector, songCount, excludedSongIds = [], seed = 0 } = plan
  const cosine = cosineOf(stateVector, goalVector)
  const places = planPath(cosine, songCount)
  const isOnePlace = places.every((place) => place.goalWeight === 0)
  const [toState, toGoal] = isOnePlace ? scanOnePlace(songIndex, stateVector) : scanTwoSimilarities(songIndex, stateVector, goalVector)
  const anchors = planPath(cosine, isOnePlace ? 1 : Math.min(maxAnchorCount, songCount))
  const lean = isOnePlace ? { atState: 0, atGoal: 0 } : leanOfPath(toState, toGoal)
  const anchorFits = anchors.map((anchor) => fitsToPlace(anchor, lean, toState, toGoal))

  const excludedPositions = excludedSongIds.flatMap((songId) => findSongPosition(songIndex, songId) ?? [])
  const isExcluded = new Set(excludedPositions)
  // A song removed by hand must not come back as another recording.
  const excludedKeys = new Set(excludedPositions.map((position) => songKey(titleAt(songIndex, position), artistsAt(songIndex, position))))
  const isAllowed = (songPosition: number): boolean =>
    (numberAt(songIndex.numbers.durationMs, songPosition) ?? minSongMs) >= minSongMs && !isExcluded.has(songPosition)

  let candidateCount = Math.max(minCandidateCount, candidatesPerSong * songCount)
  let order: readonly Candidate[] = []
  let pool: readonly number[][] = []
  for (;;) {
    pool = anchorFits.map((fits) => selectTop(fits, candidateCount, isAllowed))
    const candidates = [...new Set(pool.flat())]
      .map((position) => candidateAt(songIndex, position, toState[position] ?? 0, toGoal[position] ?? 0))
      .filter((candidate) => !excludedKeys.has(candidate.songKey))
    order = sequenceSongs(candidates, { places, lean, seed })
    if (order.length >= songCount || candidateCount >= songIndex.songCount) break
    candidateCount *= widening
  }
  if (order.length < songCount) {
    throw new AppError(
      'TOO_FEW_SONGS',
      `${order.length} songs were found for a playlist of ${songCount}, at most two of each artist. Ask for fewer, or take back removed songs.`,
    )
  }

  const leansOfAnchors = pool.map((nearest) => placeLeans(songIndex, nearest.slice(0, neighbourCount)))
  return order.map((candidate, index) => {
    const place = places[index] ?? { pathPosition: 0, stateWeight: 1, goalWeight: 0 }
    const { songPosition, stateSimilarity, goalSimilarity } = candidate
    const pathSimilarity = similarityToPlace(place, stateSimilarity, goalSimilarity)
    const leans = leansOfAnchors[Math.round((index / Math.max(1, songCount - 1)) * (anchors.length - 1))]
    return {
      song: songAt(songIndex, songPosition),
      scoreParts: {
        stateSimilarity,
        goalSimilarity,
        pathSimilarity,
        pathPercentile: shareFarther(place, pathSimilarity, toState, toGoal),
        pathPosition: place.pathPosition,
        standouts: leans === undefined ? [] : findStandouts(songIndex, songPosition, leans),
      },
    }
  })
}
