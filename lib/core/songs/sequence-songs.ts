import { fitToPlace, type PathLean, type Place } from './path'
import { seededShare } from './seeded-share'

/** A song that may be played, with what its place in the order depends on. */
export type Candidate = {
  readonly songPosition: number
  readonly stateSimilarity: number
  readonly goalSimilarity: number
  /** The same for songs of one artist. */
  readonly artistKey: string
  /** The same for recordings of one song. */
  readonly songKey: string
  /** 0..1 */
  readonly energy?: number
  readonly tempoBpm?: number
  readonly loudnessDb?: number
  /** 0..100 */
  readonly popularity?: number
}

/** At most so many songs of one artist in a playlist. */
export const maxSongsPerArtist = 2

/** Songs whose cosines differ by less than this fit equally well to the ear; the seed and the popularity choose among them. */
const nearEqual = 0.02
/** The share of `nearEqual` that a well-known song is worth over an unknown one. */
const popularityShare = 0.5
/** Steps from song to song that nobody minds: energy 0..1, tempo in octaves (12 bpm at 120), loudness in dB. */
const easySteps = { energy: 0.12, tempoOctaves: 0.14, loudnessDb: 3 } as const
/** What each step beyond the easy one costs, in cosine, for a further step of the same size. */
const stepCosts = { energy: 0.06, tempo: 0.04, loudness: 0.03 } as const
/** So many beginnings are kept while the order is built. */
const beamWidth = 16
/** So many of the best-fitting candidates are tried behind each of them. */
const branchCount = 48

type Beginning = { readonly candidate: Candidate; readonly before: Beginning | undefined; readonly score: number }

function costBeyond(step: number, easyStep: number, cost: number): number {
  return Number.isNaN(step) ? 0 : Math.max(0, step / easyStep - 1) * cost
}

/** Half and double time count as the same tempo: the step is the distance to the nearest octave, 0 to 0.5. */
function tempoStep(from: number | undefined, to: number | undefined): number {
  if (from === undefined || to === undefined) return Number.NaN
  const octaves = Math.log2(to / from)
  return Math.abs(octaves - Math.round(octaves))
}

/** Returns what the step from one song to the next costs, in cosine; a missing feature costs nothing. */
export function transitionCost(from: Candidate, to: Candidate): number {
  const energyStep = Math.abs((to.energy ?? Number.NaN) - (from.energy ?? Number.NaN))
  const loudnessStep = Math.abs((to.loudnessDb ?? Number.NaN) - (from.loudnessDb ?? Number.NaN))
  return (
    costBeyond(energyStep, easySteps.energy, stepCosts.energy) +
    costBeyond(tempoStep(from.tempoBpm, to.tempoBpm), easySteps.tempoOctaves, stepCosts.tempo) +
    costBeyond(loudnessStep, easySteps.loudnessDb, stepCosts.loudness)
  )
}

function playedBefore(beginning: Beginning): { songs: Set<string>; artists: Map<string, number> } {
  const songs = new Set<string>()
  const artists = new Map<string, number>()
  for (let at: Beginning | undefined = beginning; at !== undefined; at = at.before) {
    songs.add(at.candidate.songKey)
    artists.set(at.candidate.artistKey, (artists.get(at.candidate.artistKey) ?? 0) + 1)
  }
  return { songs, artists }
}

/**
 * Orders candidates along a path: one song for each place, each near its place, with small steps of energy, tempo and loudness between.
 *
 * No song twice under another id, no artist twice in a row and at most two songs of one artist. A beam search keeps the best beginnings.
 * Returns fewer songs than there are places where no candidate is left that may follow. The same seed gives the same order.
 */
export function sequenceSongs(
  candidates: readonly Candidate[],
  path: { readonly places: readonly Place[]; readonly lean: PathLean; readonly seed: number },
): readonly Candidate[] {
  const bonuses = candidates.map(
    ({ songPosition, popularity = 0 }) => nearEqual * (seededShare(path.seed, songPosition) + popularityShare * (popularity / 100)),
  )
  const fits = new Float64Array(candidates.length)
  let beam: readonly (Beginning | undefined)[] = [undefined]
  for (const place of path.places) {
    candidates.forEach(({ stateSimilarity, goalSimilarity }, index) => {
      fits[index] = fitToPlace(place, path.lean, stateSimilarity, goalSimilarity) + (bonuses[index] ?? 0)
    })
    const byFit = Uint32Array.from(candidates.keys()).sort((a, b) => (fits[b] ?? 0) - (fits[a] ?? 0) || a - b)
    const longer: Beginning[] = []
    for (const beginning of beam) {
      const played = beginning === undefined ? undefined : playedBefore(beginning)
      let branches = 0
      for (const index of byFit) {
        if (branches === branchCount) break
        const candidate = candidates[index]
        if (candidate === undefined) continue
        if (played?.songs.has(candidate.songKey) || candidate.artistKey === beginning?.candidate.artistKey) continue
        if ((played?.artists.get(candidate.artistKey) ?? 0) >= maxSongsPerArtist) continue
        branches++
        const cost = beginning === undefined ? 0 : transitionCost(beginning.candidate, candidate)
        longer.push({ candidate, before: beginning, score: (beginning?.score ?? 0) + (fits[index] ?? 0) - cost })
      }
    }
    if (longer.length === 0) break
    beam = longer.sort((a, b) => b.score - a.score).slice(0, beamWidth)
  }
  const order: Candidate[] = []
  for (let at = beam[0]; at !== undefined; at = at.before) order.unshift(at.candidate)
  return order
}
