import { similarityToPlace, type Place } from './path'
import { seededShare } from './seeded-share'
import { numberAt, type SongIndex } from './song-index'
import type { Familiarity } from './wishes'

/** A song index as one request sees it: the cosines of its songs, and those that may not play. */
export type SearchedSource = {
  readonly songIndex: SongIndex
  /** (songCount,) cosines to state and goal */
  readonly toState: Float32Array
  readonly toGoal: Float32Array
  /** (songCount,) 0 where the song may play */
  readonly fails: Uint16Array
  readonly isInLibrary: (songPosition: number) => boolean
}

/** Songs play in runs of this many: each run lies nearer to the goal than the one before. */
export const runLength = 5

/** A stretch of the playlist, with the songs that it may be made of. */
export type Run = {
  /** The middle of the stretch. */
  readonly place: Place
  readonly songCount: number
  /** The best-fitting first. */
  readonly pool: readonly PooledSong[]
}

/** A song that fits a run. */
export type PooledSong = {
  readonly source: SearchedSource
  readonly songPosition: number
  /** Its cosine to the run's place, and what the seed and the listener's wishes add: a song is chosen by this. */
  readonly fit: number
  /** What the wish for known or new songs added to the fit. */
  readonly familiarityLift: number
}

/** Where the songs near the state and near the goal lie on the way: their mean cosine to the goal; and what is typical of those near the state. */
export type PathEnds = {
  readonly goalSimilarityAtState: number
  readonly goalSimilarityAtGoal: number
  /** 0..1; NaN where no song near the state has an energy */
  readonly energyAtState: number
  readonly meanDurationMs: number
}

/** How the songs of a pool are chosen. */
export type PoolWishes = { readonly seed: number; readonly familiarity: Familiarity; readonly heldEnergy: number }

/** Cosines are counted in this many classes over -1..1 to find where the best begin, before any is sorted. */
const classCount = 1024
/** Songs around an end of the path, from which it is read. */
const neighbourCount = 60
/** As long as a song of an unknown length is taken to be: the catalogue's median. */
const usualDurationMs = 210_000
/** Songs that a run's pool holds at least, and for each of its songs. */
const poolSizes = { least: 240, perSong: 12 } as const
/** So many times the pool's songs are looked at, because what is added to their cosine changes their order. */
const lookedAtShare = 2
/** Cosines that differ by less than this fit equally well to the ear; the seed chooses among them. */
const nearEqual = 0.012
/** What a song known to all is worth over one that nobody plays: where the listener does not mind, asks for known and for new ones. */
const popularityLifts: Readonly<Record<Familiarity, number>> = { any: 0.006, familiar: 0.08, new: -0.04 }
/** What a song of the own library is worth where the listener asks for known ones. */
const libraryLift = 0.08
/** Off the held energy by more than the first, a song loses the second for each further unit. */
const heldEnergy = { easy: 0.08, cost: 0.6 } as const

function classOf(cosine: number): number {
  const scaled = ((cosine + 1) * classCount) / 2
  return scaled <= 0 ? 0 : scaled >= classCount ? classCount - 1 : scaled | 0
}

/** Returns the lowest class of a histogram whose songs, with those of all higher ones, are at least `count`. */
function lowestClass(sizes: Uint32Array, start: number, count: number): number {
  let [found, valueClass] = [0, classCount]
  while (valueClass > 0 && found < count) found += sizes[start + --valueClass] ?? 0
  return valueClass
}

/** Reads the ends of the path from the songs that may play and lie nearest to them. */
export function readPathEnds(sources: readonly SearchedSource[]): PathEnds {
  const sizes = new Uint32Array(2 * classCount)
  for (const { toState, toGoal, fails } of sources) {
    for (let row = 0; row < fails.length; row++) {
      if (fails[row] !== 0) continue
      const atState = classOf(toState[row] ?? -1)
      const atGoal = classCount + classOf(toGoal[row] ?? -1)
      sizes[atState] = (sizes[atState] ?? 0) + 1
      sizes[atGoal] = (sizes[atGoal] ?? 0) + 1
    }
  }
  const [stateClass, goalClass] = [lowestClass(sizes, 0, neighbourCount), lowestClass(sizes, classCount, neighbourCount)]
  const atState = { sum: 0, count: 0, energySum: 0, energyCount: 0 }
  const atGoal = { sum: 0, count: 0 }
  const durations = { sum: 0, count: 0 }
  for (const { songIndex, toState, toGoal, fails } of sources) {
    for (let row = 0; row < fails.length; row++) {
      if (fails[row] !== 0) continue
      const isNearState = classOf(toState[row] ?? -1) >= stateClass
      const isNearGoal = classOf(toGoal[row] ?? -1) >= goalClass
      if (!isNearState && !isNearGoal) continue
      durations.sum += numberAt(songIndex.numbers.durationMs, row) ?? usualDurationMs
      durations.count++
      if (isNearGoal) {
        atGoal.sum += toGoal[row] ?? 0
        atGoal.count++
      }
      if (isNearState) {
        atState.sum += toGoal[row] ?? 0
        atState.count++
        const energy = numberAt(songIndex.numbers.energy, row)
        if (energy !== undefined) {
          atState.energySum += energy
          atState.energyCount++
        }
      }
    }
  }
  return {
    goalSimilarityAtState: atState.sum / atState.count,
    goalSimilarityAtGoal: atGoal.sum / atGoal.count,
    energyAtState: atState.energySum / atState.energyCount,
    meanDurationMs: durations.count === 0 ? usualDurationMs : durations.sum / durations.count,
  }
}

/** Divides the places of a path into runs: the middle place of each and how many songs it has; one run where the path is one place. */
export function divideIntoRuns(
  places: readonly Place[],
): readonly { readonly place: Place; readonly songCount: number; readonly endShare: number }[] {
  const isOnePlace = places.every(({ pathPosition }) => pathPosition === places[0]?.pathPosition)
  const length = isOnePlace ? places.length : runLength
  return Array.from({ length: Math.ceil(places.length / length) }, (_, run) => {
    const own = places.slice(run * length, (run + 1) * length)
    const place = own[Math.floor(own.length / 2)] ?? { pathPosition: 0, stateWeight: 1, goalWeight: 0 }
    return { place, songCount: own.length, endShare: Math.min(1, ((run + 1) * length) / places.length) }
  })
}

/**
 * Gathers the songs for each run of the playlist.
 *
 * The way to the goal is cut into bands by the cosine to the goal, one a run, so that every run lies nearer to it than the one before,
 * whatever is chosen; inside its band a song is the better the nearer it lies to the run's place. With `isOpen` every song may stand in
 * every run, off its band at a cost: for when the bands hold too few.
 */
export function gatherRuns(
  sources: readonly SearchedSource[],
  path: { readonly places: readonly Place[]; readonly ends: PathEnds; readonly isOpen: boolean },
  wishes: PoolWishes,
): readonly Run[] {
  const divided = divideIntoRuns(path.places)
  if (path.isOpen)
    return divided.map((run, index) => ({ ...run, pool: openPool(sources, { ...path, run, index, runCount: divided.length }, wishes) }))
  const runCount = divided.length
  const { goalSimilarityAtState: from, goalSimilarityAtGoal: to } = path.ends
  // A band's upper end in cosine to the goal; the last has none.
  const bandEnds = divided.map(({ endShare }, index) => (index === runCount - 1 ? Number.POSITIVE_INFINITY : from + endShare * (to - from)))
  const stateWeights = Float64Array.from(divided, ({ place }) => place.stateWeight)
  const goalWeights = Float64Array.from(divided, ({ place }) => place.goalWeight)
  const sizes = new Uint32Array(runCount * classCount)
  const classesOf = sources.map(({ toState, toGoal, fails }) => {
    const classes = new Int32Array(fails.length)
    for (let row = 0; row < fails.length; row++) {
      if (fails[row] !== 0) {
        classes[row] = -1
        continue
      }
      const toThisGoal = toGoal[row] ?? -1
      let run = 0
      while (toThisGoal >= (bandEnds[run] ?? Number.POSITIVE_INFINITY)) run++
      const cosine = (stateWeights[run] ?? 0) * (toState[row] ?? -1) + (goalWeights[run] ?? 0) * toThisGoal
      const valueClass = run * classCount + classOf(cosine)
      classes[row] = valueClass
      sizes[valueClass] = (sizes[valueClass] ?? 0) + 1
    }
    return classes
  })
  const wanted = divided.map(({ songCount }) => Math.max(poolSizes.least, songCount * poolSizes.perSong))
  const lowest = divided.map((_, run) => lowestClass(sizes, run * classCount, lookedAtShare * (wanted[run] ?? 0)))
  const pools: PooledSong[][] = divided.map(() => [])
  sources.forEach((source, index) => {
    const classes = classesOf[index] ?? new Int32Array(0)
    for (let row = 0; row < classes.length; row++) {
      const runClass = classes[row] ?? -1
      if (runClass < 0) continue
      const run = (runClass / classCount) | 0
      if (runClass - run * classCount < (lowest[run] ?? classCount)) continue
      const place = divided[run]?.place
      if (place !== undefined) pools[run]?.push(pooled(source, row, place, wishes))
    }
  })
  return divided.map((run, index) => ({ ...run, pool: best(pools[index] ?? [], wanted[index] ?? 0) }))
}

/** So many songs at most may stand anywhere; the nearest to the way. */
const openPoolSize = 4000
/** What standing off its band costs a song, in cosine, for each whole way. */
const offBandCost = 0.5

function openPool(
  sources: readonly SearchedSource[],
  {
    run,
    index,
    runCount,
    ends,
  }: { readonly run: { readonly place: Place }; readonly index: number; readonly runCount: number; readonly ends: PathEnds },
  wishes: PoolWishes,
): readonly PooledSong[] {
  const wayLength = ends.goalSimilarityAtGoal - ends.goalSimilarityAtState
  const pool: PooledSong[] = []
  const sizes = new Uint32Array(classCount)
  const classAt = ({ toState, toGoal }: SearchedSource, row: number) =>
    classOf(similarityToPlace(run.place, toState[row] ?? -1, toGoal[row] ?? -1))
  for (const source of sources) {
    for (let row = 0; row < source.fails.length; row++) {
      if (source.fails[row] !== 0) continue
      const valueClass = classAt(source, row)
      sizes[valueClass] = (sizes[valueClass] ?? 0) + 1
    }
  }
  const lowest = lowestClass(sizes, 0, openPoolSize)
  for (const source of sources) {
    for (let row = 0; row < source.fails.length; row++) {
      if (source.fails[row] !== 0 || classAt(source, row) < lowest) continue
      const song = pooled(source, row, run.place, wishes)
      const share = ((source.toGoal[row] ?? 0) - ends.goalSimilarityAtState) / wayLength
      const off = runCount === 1 || !Number.isFinite(share) ? 0 : Math.abs(Math.min(1, Math.max(0, share)) - (index + 0.5) / runCount)
      pool.push({ ...song, fit: song.fit - offBandCost * off })
    }
  }
  return best(pool, openPoolSize)
}

function best(pool: PooledSong[], count: number): readonly PooledSong[] {
  return pool.sort((a, b) => b.fit - a.fit || a.songPosition - b.songPosition).slice(0, count)
}

function pooled(source: SearchedSource, songPosition: number, place: Place, wishes: PoolWishes): PooledSong {
  const { songIndex, toState, toGoal } = source
  const { seed, familiarity } = wishes
  const popularity = (numberAt(songIndex.numbers.popularity, songPosition) ?? 0) / 100
  const own = familiarity === 'familiar' && source.isInLibrary(songPosition) ? libraryLift : 0
  const familiarityLift = popularityLifts[familiarity] * popularity + own
  const energy = numberAt(songIndex.numbers.energy, songPosition)
  const off =
    energy === undefined || Number.isNaN(wishes.heldEnergy) ? 0 : Math.max(0, Math.abs(energy - wishes.heldEnergy) - heldEnergy.easy)
  const cosine = similarityToPlace(place, toState[songPosition] ?? 0, toGoal[songPosition] ?? 0)
  const fit = cosine + familiarityLift + nearEqual * seededShare(seed, songPosition) - heldEnergy.cost * off
  return { source, songPosition, fit, familiarityLift }
}
