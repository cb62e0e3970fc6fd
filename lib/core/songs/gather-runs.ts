import { planPath, similarityToPlace, type Place } from './path'
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
const runLength = 5

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

/** How the songs lie along the path: read from those nearest to places of it. */
export type PathReading = {
  /** Rising: the mean cosine to the goal of the songs around places at equal steps from state to goal. */
  readonly goalSimilarities: readonly number[]
  /** 0..1, of the songs around the state; NaN where none has an energy */
  readonly energyAtState: number
  readonly meanDurationMs: number
}

/** How the songs of a pool are chosen. */
export type PoolWishes = { readonly seed: number; readonly familiarity: Familiarity; readonly heldEnergy: number }

/** Cosines are counted in this many classes over -1..1 to find where the best begin, before any is sorted. */
const classBits = 10
const classCount = 1 << classBits
/** Cosines to the goal are told apart this finely, over -1..1, to find the run that a song belongs to. */
const bandClassCount = 8192
/** The path is read at so many places; between them it is taken as straight. */
const anchorCount = 6
/** Songs around a place of the path, from which it is read. */
const neighbourCount = 60
/** Of a larger catalogue every so-manieth song is read, but not fewer songs around a place than the second number. */
const readSongs = { all: 10_000, leastNeighbours: 20 } as const
/** From one end of the path to the other the cosine to the goal rises at least by so many times its spread among the songs around one place. */
const leastRise = 0.8
/** As long as a song of an unknown length is taken to be: the catalogue's median. */
const usualDurationMs = 210_000
/** Songs that a run's pool holds at least, and for each of its songs. */
const poolSizes = { least: 240, perSong: 12 } as const
/** So many times the pool's songs are looked at, because what is added to their cosine changes their order. */
const lookedAtShare = 2
/** Cosines that differ by less than this fit equally well to the ear; the seed chooses among them. */
const nearEqual = 0.01
/** What a song known to all is worth over one that nobody plays: where the listener does not mind, asks for known and for new ones. */
const popularityLifts: Readonly<Record<Familiarity, number>> = { any: 0.006, familiar: 0.08, new: -0.04 }
/** What a song of the own library is worth where the listener asks for known ones. */
const libraryLift = 0.08
/** Off the held energy by more than the first, a song loses the second for each further unit. */
const heldEnergy = { easy: 0.08, cost: 0.6 } as const

function classOf(cosine: number, count = classCount): number {
  const scaled = ((cosine + 1) * count) / 2
  return scaled <= 0 ? 0 : scaled >= count ? count - 1 : scaled | 0
}

/** Returns the lowest class of a histogram whose songs, with those of all higher ones, are at least `count`. */
function lowestClass(sizes: Uint32Array, start: number, count: number): number {
  let [found, valueClass] = [0, classCount]
  while (valueClass > 0 && found < count) found += sizes[start + --valueClass] ?? 0
  return valueClass
}

/** Reads how the songs that may play lie along the path from state to goal. */
export function readPath(sources: readonly SearchedSource[], pathCosine: number): PathReading {
  const path = planPath(pathCosine, anchorCount)
  const anchors = path.every(({ goalWeight }) => goalWeight === 0) ? path.slice(0, 1) : path
  const stride = Math.ceil(sources.reduce((sum, { fails }) => sum + fails.length, 0) / readSongs.all)
  const wantedCount = Math.max(readSongs.leastNeighbours, neighbourCount / Math.max(1, stride))
  const read = sources.map((source) => readEvery(source, stride))
  const energies = { count: 0, sum: 0 }
  const durations = { count: 0, sum: 0 }
  const around = anchors.map((place, anchor) => {
    const sizes = new Uint32Array(classCount)
    const classesOf = read.map(({ toState, toGoal }) => classesAt(place, toState, toGoal, sizes))
    const lowest = lowestClass(sizes, 0, wantedCount)
    const own = { count: 0, sum: 0, squareSum: 0 }
    read.forEach(({ songIndex, rows, toGoal }, index) => {
      classesOf[index]?.forEach((valueClass, at) => {
        if (valueClass < lowest) return
        const [row, similarity] = [rows[at] ?? 0, toGoal[at] ?? 0]
        own.count++
        own.sum += similarity
        own.squareSum += similarity * similarity
        durations.count++
        durations.sum += numberAt(songIndex.numbers.durationMs, row) ?? usualDurationMs
        const energy = anchor === 0 ? numberAt(songIndex.numbers.energy, row) : undefined
        if (energy === undefined) return
        energies.count++
        energies.sum += energy
      })
    })
    return own
  })
  const means = around.map(({ sum, count }) => (count === 0 ? 0 : sum / count))
  const spreads = around.map(({ squareSum, count }, anchor) =>
    Math.sqrt(Math.max(0, squareSum / Math.max(1, count) - (means[anchor] ?? 0) ** 2)),
  )
  const spread = spreads.reduce((sum, own) => sum + own, 0) / spreads.length
  return {
    goalSimilarities: rising(means, (leastRise * spread) / Math.max(1, anchors.length - 1)),
    energyAtState: energies.sum / energies.count,
    meanDurationMs: durations.count === 0 ? usualDurationMs : durations.sum / durations.count,
  }
}

/** Songs that were read: their positions, and their cosines to state and goal, (readCount,) each. */
type ReadSongs = {
  readonly songIndex: SongIndex
  readonly rows: Uint32Array
  readonly toState: Float32Array
  readonly toGoal: Float32Array
}

/** Takes every so-manieth song that may play out of a source, so that they are read one behind another. */
function readEvery({ songIndex, toState, toGoal, fails }: SearchedSource, stride: number): ReadSongs {
  const most = Math.ceil(fails.length / Math.max(1, stride))
  const [rows, states, goals] = [new Uint32Array(most), new Float32Array(most), new Float32Array(most)]
  let count = 0
  for (let row = 0; row < fails.length; row += stride) {
    if (fails[row] !== 0) continue
    rows[count] = row
    states[count] = toState[row] ?? -1
    goals[count] = toGoal[row] ?? -1
    count++
  }
  return { songIndex, rows: rows.subarray(0, count), toState: states.subarray(0, count), toGoal: goals.subarray(0, count) }
}

/** Returns the class of each song's cosine to a place, and counts the classes in `sizes`. */
function classesAt({ stateWeight, goalWeight }: Place, toState: Float32Array, toGoal: Float32Array, sizes: Uint32Array): Uint16Array {
  const classes = new Uint16Array(toState.length)
  for (let at = 0; at < classes.length; at++) {
    const valueClass = classOf(stateWeight * (toState[at] ?? -1) + goalWeight * (toGoal[at] ?? -1))
    classes[at] = valueClass
    sizes[valueClass] = (sizes[valueClass] ?? 0) + 1
  }
  return classes
}

/** Returns values that rise by `leastStep` at least: half-way between those pushed up from the first and those pushed down from the last. */
function rising(values: readonly number[], leastStep: number): readonly number[] {
  const up = [...values]
  for (let index = 1; index < up.length; index++) up[index] = Math.max(up[index] ?? 0, (up[index - 1] ?? 0) + leastStep)
  const down = [...values]
  for (let index = down.length - 2; index >= 0; index--) down[index] = Math.min(down[index] ?? 0, (down[index + 1] ?? 0) - leastStep)
  return up.map((value, index) => (value + (down[index] ?? 0)) / 2)
}

/** Returns the value of a line through `values` at equal steps, at a share 0..1 of its length. */
function alongLine(values: readonly number[], share: number): number {
  const at = Math.min(1, Math.max(0, share)) * (values.length - 1)
  const [from, to] = [values[Math.floor(at)] ?? 0, values[Math.ceil(at)] ?? 0]
  return from + (at - Math.floor(at)) * (to - from)
}

type RunOfPath = {
  readonly place: Place
  readonly songCount: number
  /** 0..1, how far along the path its middle and its end lie */
  readonly middleShare: number
  readonly endShare: number
}

/** Divides the places of a path into runs; one run where the path is one place. */
function divideIntoRuns(places: readonly Place[]): readonly RunOfPath[] {
  const isOnePlace = places.every(({ pathPosition }) => pathPosition === places[0]?.pathPosition)
  const length = isOnePlace ? places.length : runLength
  return Array.from({ length: Math.ceil(places.length / length) }, (_, run) => {
    const own = places.slice(run * length, (run + 1) * length)
    const place = own[Math.floor(own.length / 2)] ?? { pathPosition: 0, stateWeight: 1, goalWeight: 0 }
    const startShare = (run * length) / places.length
    const endShare = startShare + own.length / places.length
    return { place, songCount: own.length, middleShare: (startShare + endShare) / 2, endShare }
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
  path: { readonly places: readonly Place[]; readonly reading: PathReading; readonly isOpen: boolean },
  wishes: PoolWishes,
): readonly Run[] {
  const divided = divideIntoRuns(path.places)
  const { goalSimilarities } = path.reading
  if (path.isOpen) {
    return divided.map((run) => ({ ...run, pool: openPool(sources, run, alongLine(goalSimilarities, run.middleShare), wishes) }))
  }
  const bands = {
    runOfClass: runsByClass(divided.slice(0, -1).map(({ endShare }) => alongLine(goalSimilarities, endShare))),
    stateWeights: Float64Array.from(divided, ({ place }) => place.stateWeight),
    goalWeights: Float64Array.from(divided, ({ place }) => place.goalWeight),
  }
  const sizes = new Uint32Array(divided.length * classCount)
  const classesOf = sources.map((source) => runClasses(source, bands, sizes))
  const wanted = divided.map(({ songCount }) => Math.max(poolSizes.least, songCount * poolSizes.perSong))
  const lowest = Uint16Array.from(divided, (_, run) => lowestClass(sizes, run * classCount, lookedAtShare * (wanted[run] ?? 0)))
  const pools: PooledSong[][] = divided.map(() => [])
  sources.forEach((source, index) => {
    const classes = classesOf[index] ?? new Int16Array(0)
    for (let row = 0; row < classes.length; row++) {
      const runClass = classes[row] ?? -1
      if (runClass < 0) continue
      const run = runClass >> classBits
      if ((runClass & (classCount - 1)) < (lowest[run] ?? classCount)) continue
      const place = divided[run]?.place
      if (place !== undefined) pools[run]?.push(pooled(source, row, place, wishes))
    }
  })
  return divided.map((run, index) => ({ ...run, pool: best(pools[index] ?? [], wanted[index] ?? 0) }))
}

/** What tells a song's run, and the places of the runs, (runCount,) each. */
type Bands = { readonly runOfClass: Uint8Array; readonly stateWeights: Float64Array; readonly goalWeights: Float64Array }

/** Returns the run of each class of cosines to the goal, (bandClassCount,); the ends of all bands but the last, which has none, go to the nearest class. */
function runsByClass(bandEnds: readonly number[]): Uint8Array {
  const runs = new Uint8Array(bandClassCount)
  for (const end of bandEnds) {
    for (let bandClass = Math.max(0, Math.round(((end + 1) * bandClassCount) / 2)); bandClass < bandClassCount; bandClass++) {
      runs[bandClass] = (runs[bandClass] ?? 0) + 1
    }
  }
  return runs
}

/** Returns for each song its run and the class of its cosine to the run's place in one number, -1 where it may not play; counts them in `sizes`. */
function runClasses(
  { toState, toGoal, fails }: SearchedSource,
  { runOfClass, stateWeights, goalWeights }: Bands,
  sizes: Uint32Array,
): Int16Array {
  const classes = new Int16Array(fails.length)
  for (let row = 0; row < classes.length; row++) {
    if (fails[row] !== 0) {
      classes[row] = -1
      continue
    }
    const toThisGoal = toGoal[row] ?? -1
    const run = runOfClass[classOf(toThisGoal, bandClassCount)] ?? 0
    const valueClass = (run << classBits) + classOf((stateWeights[run] ?? 0) * (toState[row] ?? -1) + (goalWeights[run] ?? 0) * toThisGoal)
    classes[row] = valueClass
    sizes[valueClass] = (sizes[valueClass] ?? 0) + 1
  }
  return classes
}

/** So many songs at most may stand anywhere; the nearest to the way. */
const openPoolSize = 4000
/** What being off its run's cosine to the goal costs a song, for each unit. */
const offBandCost = 0.5

function openPool(sources: readonly SearchedSource[], run: RunOfPath, wantedToGoal: number, wishes: PoolWishes): readonly PooledSong[] {
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
      const off = run.endShare === 1 && run.middleShare === 0.5 ? 0 : Math.abs((source.toGoal[row] ?? 0) - wantedToGoal)
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
