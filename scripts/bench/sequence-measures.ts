import { cosineOf } from '@/lib/core/songs/cosine-of'
import { planPlaylist } from '@/lib/core/songs/plan-playlist'
import { planPath, similarityToPlace } from '@/lib/core/songs/path'
import { scanTwoSimilarities } from '@/lib/core/songs/scan-similarities'
import { maxSongsPerArtist, tempoStepBpm } from '@/lib/core/songs/sequence-songs'
import type { PlaylistSong } from '@/lib/core/songs/song'
import { artistsAt, songAt, titleAt } from '@/lib/core/songs/song-at'
import { numberAt, type SongIndex } from '@/lib/core/songs/song-index'
import { artistKey, songKey } from '@/lib/core/songs/song-keys'
import { selectTop } from '@/lib/core/songs/select-top'
import { createSongKeys } from '@/lib/core/songs/song-keys-of'
import { minSongMs } from '@/lib/core/songs/filter-songs'

export { openSongIndex } from '@/lib/core/songs/open-song-index'
export { findMoodVectors } from '@/lib/core/state/find-mood-vectors'

/** What the issue calls smooth: energy 0..1 and bpm, half and double time counted as the same. */
const smooth = { energy: 0.15, tempoBpm: 12 } as const
const runLength = 5
/** More than the rules can ever keep out before a place. */
const triedCount = 500

/** One playlist's measures; `fit` is the mean cosine to the places of the path. */
export type Measures = {
  readonly fit: number
  readonly smoothCount: number
  readonly stepCount: number
  readonly energyStep: number
  readonly loudnessStepDb: number
  readonly nearerCount: number
  readonly runStepCount: number
}

function measure(songs: readonly { readonly song: PlaylistSong['song']; readonly toGoal: number; readonly toPlace: number }[]): Measures {
  const measures = { smoothCount: 0, stepCount: 0, energySum: 0, loudnessSum: 0 }
  songs.slice(1).forEach(({ song: { features } }, index) => {
    const before = songs[index]?.song.features ?? {}
    const energyStep = Math.abs((features.energy ?? Number.NaN) - (before.energy ?? Number.NaN))
    const tempoStep = tempoStepBpm(before.tempoBpm ?? Number.NaN, features.tempoBpm ?? Number.NaN)
    if (Number.isNaN(energyStep) || Number.isNaN(tempoStep)) return
    measures.stepCount++
    measures.energySum += energyStep
    measures.loudnessSum += Math.abs((features.loudnessDb ?? 0) - (before.loudnessDb ?? 0))
    if (energyStep <= smooth.energy && tempoStep <= smooth.tempoBpm) measures.smoothCount++
  })
  const runs = Array.from({ length: Math.floor(songs.length / runLength) }, (_, run) => {
    const own = songs.slice(run * runLength, (run + 1) * runLength)
    return own.reduce((sum, { toGoal }) => sum + 1 - toGoal, 0) / own.length
  })
  return {
    fit: songs.reduce((sum, { toPlace }) => sum + toPlace, 0) / songs.length,
    smoothCount: measures.smoothCount,
    stepCount: measures.stepCount,
    energyStep: measures.energySum / measures.stepCount,
    loudnessStepDb: measures.loudnessSum / measures.stepCount,
    nearerCount: runs.slice(1).filter((distance, index) => distance < (runs[index] ?? 0)).length,
    runStepCount: runs.length - 1,
  }
}

const keys = createSongKeys()

/** Measures the playlist that Attune plans for a state and a goal, and the one of the best-fitting song at each place under the same rules. */
export function measureOrders(
  songIndex: SongIndex,
  {
    stateVector,
    goalVector,
    songCount,
    seed,
  }: { stateVector: readonly number[]; goalVector: readonly number[]; songCount: number; seed: number },
): { readonly planned: Measures; readonly greedy: Measures } {
  const [toState, toGoal] = scanTwoSimilarities(songIndex, stateVector, goalVector)
  const pathCosine = stateVector === goalVector ? 1 : cosineOf(stateVector, goalVector)
  const { songs } = planPlaylist({ sources: [{ songIndex, toState, toGoal }], keys, pathCosine, wishes: { songCount, seed } })
  const planned = songs.map(({ song, scoreParts }) => ({ song, toGoal: scoreParts.goalSimilarity, toPlace: scoreParts.pathSimilarity }))

  const taken = new Map<string, number>()
  let lastArtist = ''
  const greedy = planPath(pathCosine, songCount).map((place) => {
    const fits = Float32Array.from(toState, (similarity, row) => similarityToPlace(place, similarity, toGoal[row] ?? 0))
    for (const best of selectTop(fits, triedCount)) {
      const artists = artistsAt(songIndex, best)
      const [artist, song] = [artistKey(artists), songKey(titleAt(songIndex, best), artists)]
      const isInterlude = (numberAt(songIndex.numbers.durationMs, best) ?? minSongMs) < minSongMs
      if (isInterlude || artist === lastArtist || taken.has(`song ${song}`) || (taken.get(artist) ?? 0) >= maxSongsPerArtist) continue
      taken.set(artist, (taken.get(artist) ?? 0) + 1)
      taken.set(`song ${song}`, 1)
      lastArtist = artist
      return { song: songAt(songIndex, best), toGoal: toGoal[best] ?? 0, toPlace: fits[best] ?? 0 }
    }
    throw new Error('No song is left that may follow.')
  })
  return { planned: measure(planned), greedy: measure(greedy) }
}
