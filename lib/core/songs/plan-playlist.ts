import { bitOf, countLeftOut, filterSongs, type LeftOut } from './filter-songs'
import { findRelaxations } from './find-relaxations'
import { findSongPosition } from './find-song-position'
import { findStandouts, placeLeans } from './find-standouts'
import { fitDuration, totalDurationMs } from './fit-duration'
import { gatherRuns, readPath, type PathReading, type Run, type SearchedSource } from './gather-runs'
import { planPath, similarityToPlace, type Place } from './path'
import { sequenceSongs, type IsAllowed, type SequencedSong } from './sequence-songs'
import { shareFartherFrom } from './share-farther'
import type { PlaylistSong } from './song'
import { songAt } from './song-at'
import { songCountLimits } from './song-count-limits'
import type { SongIndex } from './song-index'
import type { SongKeys } from './song-keys-of'
import { TooFewSongsError, type Relaxation } from './too-few-songs-error'
import type { FilterName, SongWishes } from './wishes'

/** Songs around a place from which its leaning is read. */
const neighbourCount = 60
const msPerMinute = 60_000

/** A song index with the cosines of its songs to the state and the goal, (songCount,) each. */
export type ScannedSource = {
  readonly songIndex: SongIndex
  readonly toState: Float32Array
  readonly toGoal: Float32Array
  /** Whether all of its songs are the listener's own. */
  readonly isLibrary?: boolean
}

/** What a playlist is planned from. */
export type PlaylistPlan = {
  /** The catalogue first, then a listener's own songs that it lacks. */
  readonly sources: readonly ScannedSource[]
  readonly keys: SongKeys
  /** -1..1, cosine between state and goal */
  readonly pathCosine: number
  readonly wishes: PlanWishes
  /** Songs of the catalogue that the listener's library has. */
  readonly librarySongIds?: readonly string[]
}

/** The wishes of a request. */
export type PlanWishes = SongWishes & {
  readonly songCount: number
  /** The length in minutes, in the place of a number of songs. */
  readonly minutes?: number
  /** Songs stay as lively as those around the state. */
  readonly isEnergyHeld?: boolean
  /** Another seed gives another playlist of songs that fit as well. */
  readonly seed?: number
}

/** Songs in the order to be played, and what was left out for want of a value. */
export type PlannedPlaylist = { readonly songs: readonly PlaylistSong[]; readonly leftOut: readonly LeftOut[] }

/** Filters the sources, and looks songs up whose fields the columns do not show: excluded artists, other recordings of removed songs. */
function search({ sources, keys, wishes, librarySongIds = [] }: PlaylistPlan) {
  const { excludedSongIds = [], excludedArtists = [] } = wishes
  const filtered = sources.map(({ songIndex, isLibrary = false }) => {
    const inLibrary = new Set(isLibrary ? [] : librarySongIds.flatMap((songId) => findSongPosition(songIndex, songId) ?? []))
    const isInLibrary = (songPosition: number) => isLibrary || inLibrary.has(songPosition)
    const removedPositions = excludedSongIds.flatMap((songId) => findSongPosition(songIndex, songId) ?? [])
    return { isInLibrary, removedPositions, ...filterSongs(songIndex, wishes, { isInLibrary, removedPositions }) }
  })
  const searched = sources.map(({ songIndex, toState, toGoal }, index): SearchedSource => ({
    songIndex,
    toState,
    toGoal,
    fails: filtered[index]?.fails ?? new Uint16Array(songIndex.songCount),
    isInLibrary: filtered[index]?.isInLibrary ?? (() => false),
  }))
  const removedKeys = new Set(
    sources.flatMap(({ songIndex }, index) =>
      (filtered[index]?.removedPositions ?? []).map((position) => keys.songKeyAt(songIndex, position)),
    ),
  )
  const artistKeys = new Set(excludedArtists.map(keys.keyOfArtist))
  const isByExcluded = (songIndex: SongIndex, songPosition: number) =>
    artistKeys.size > 0 && keys.keysOfArtistsAt(songIndex, songPosition).some((artist) => artistKeys.has(artist))
  const isAllowed: IsAllowed = ({ source, songPosition }, songKey) =>
    !removedKeys.has(songKey) && !isByExcluded(source.songIndex, songPosition)
  const extraFailsOf = ({ songIndex }: SearchedSource, songPosition: number): number =>
    (isByExcluded(songIndex, songPosition) ? bitOf('artists') : 0) |
    (removedKeys.size > 0 && removedKeys.has(keys.songKeyAt(songIndex, songPosition)) ? bitOf('removed') : 0)
  return { searched, leftOut: countLeftOut(filtered), isAllowed, extraFailsOf }
}

type Order = { readonly order: readonly SequencedSong[]; readonly runs: readonly Run[]; readonly places: readonly Place[] }

/** Orders as many songs as there are places: by bands of the way where they hold enough songs, else from wherever songs are left. */
function orderSongs(
  { pathCosine, keys, wishes }: PlaylistPlan,
  songCount: number,
  found: { readonly searched: readonly SearchedSource[]; readonly reading: PathReading; readonly isAllowed: IsAllowed },
): Order {
  const places = planPath(pathCosine, songCount)
  const heldEnergy = wishes.isEnergyHeld === true ? found.reading.energyAtState : Number.NaN
  const poolWishes = { seed: wishes.seed ?? 0, familiarity: wishes.familiarity ?? 'any', heldEnergy }
  let best: Order = { order: [], runs: [], places }
  for (const isOpen of [false, true]) {
    const runs = gatherRuns(found.searched, { places, reading: found.reading, isOpen }, poolWishes)
    const order = sequenceSongs(runs, keys, found.isAllowed)
    if (order.length >= best.order.length) best = { order, runs, places }
    if (order.length === songCount) break
  }
  return best
}

/** How many songs a wished length asks for, within what a playlist may have. */
function songCountFor(durationMs: number, meanDurationMs: number): number {
  return Math.min(songCountLimits.max, Math.max(songCountLimits.min, Math.round(durationMs / meanDurationMs)))
}

/**
 * Plans a playlist from the state to the goal: real songs in the order to be played, each with the parts of its score.
 *
 * Wishes that keep songs out always hold. Throws TooFewSongsError, which names the wishes that could be let go, where they leave fewer
 * songs than asked for, at most two of each artist and none shorter than 45 s.
 */
export function planPlaylist(plan: PlaylistPlan): PlannedPlaylist {
  const { keys, wishes } = plan
  const { searched, leftOut, isAllowed, extraFailsOf } = search(plan)
  const reading = readPath(searched, plan.pathCosine)
  const durationMs = wishes.minutes === undefined ? undefined : wishes.minutes * msPerMinute
  const wantedCount = durationMs === undefined ? wishes.songCount : songCountFor(durationMs, reading.meanDurationMs)
  let planned = orderSongs(plan, wantedCount, { searched, reading, isAllowed })
  if (planned.order.length < wantedCount) {
    const relaxations = findRelaxations(searched, keys, { wantedCount, extraFailsOf })
    throw new TooFewSongsError(tooFewWords(planned.order.length, wantedCount, relaxations[0]), relaxations)
  }
  if (durationMs !== undefined) {
    const wanted = { durationMs, usualMs: reading.meanDurationMs }
    const offCount = songCountFor(durationMs, totalDurationMs(planned.order, reading.meanDurationMs) / wantedCount)
    if (offCount !== wantedCount) {
      const other = orderSongs(plan, offCount, { searched, reading, isAllowed })
      if (other.order.length === offCount) planned = other
    }
    planned = { ...planned, order: fitDuration(planned.order, wanted, { runs: planned.runs, keys, isAllowed }) }
  }
  return { songs: withScoreParts(planned, searched), leftOut }
}

/** How each wish is named in the message of an error. */
const wishWords: Readonly<Record<FilterName, string>> = {
  genres: 'the wish for genres',
  years: 'the wish for years',
  explicit: 'the wish for no explicit lyrics',
  tempo: 'the wish for a tempo',
  cadence: 'the tempo that follows your steps',
  library: 'the wish for your library alone',
  familiarity: 'the wish for songs that are new to you',
  artists: 'the artists that are left out',
  removed: 'the songs that were removed',
}

function tooFewWords(foundCount: number, wantedCount: number, help: Relaxation | undefined): string {
  const found = `${foundCount} ${foundCount === 1 ? 'song was' : 'songs were'} found for a playlist of ${wantedCount}, at most two of each artist.`
  if (help === undefined) return `${found} Ask for fewer.`
  const words = `Without ${wishWords[help.wish]} there would be ${help.songCount}`
  return help.isEnough ? `${found} ${words}.` : `${found} ${words}, which is not enough either: let two wishes go, or ask for fewer songs.`
}

function withScoreParts({ order, runs, places }: Order, searched: readonly SearchedSource[]): readonly PlaylistSong[] {
  const [catalogue] = searched
  if (catalogue === undefined) return []
  const around = runs.map(({ place, pool }) => ({
    place,
    leans: placeLeans(
      catalogue.songIndex,
      pool.slice(0, neighbourCount).map(({ source, songPosition }) => ({ songIndex: source.songIndex, songPosition })),
    ),
    shareFarther: shareFartherFrom(place, catalogue.toState, catalogue.toGoal),
  }))
  return order.flatMap(({ song: { source, songPosition, familiarityLift }, runIndex }, index) => {
    const run = around[runIndex]
    const place = places[index]
    if (run === undefined || place === undefined) return []
    const stateSimilarity = source.toState[songPosition] ?? 0
    const goalSimilarity = source.toGoal[songPosition] ?? 0
    const scoreParts = {
      stateSimilarity,
      goalSimilarity,
      pathSimilarity: similarityToPlace(place, stateSimilarity, goalSimilarity),
      pathPercentile: run.shareFarther(similarityToPlace(run.place, stateSimilarity, goalSimilarity)),
      pathPosition: place.pathPosition,
      familiarityLift,
      standouts: findStandouts(catalogue.songIndex, { songIndex: source.songIndex, songPosition }, run.leans),
    }
    return [{ song: songAt(source.songIndex, songPosition), scoreParts }]
  })
}
