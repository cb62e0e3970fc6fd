import { reasonFeatures, type ReasonFeature, type Standout } from './song'
import type { SongIndex } from './song-index'

/** How far (0..0.5) a song's percentile must lie from the catalogue's middle for the feature to stand out. */
const minSongLean = 0.25
/** How far the mean percentile of the songs around the place must lie from the middle for the place to ask for the feature. */
const minPlaceLean = 0.08
const maxStandoutCount = 3

/** Returns a feature's percentile (0..1) of the song at a position, or undefined where the song lacks the feature. */
export function percentileAt({ numbers, percentiles }: SongIndex, feature: ReasonFeature, songPosition: number): number | undefined {
  const code = numbers[feature].codes[songPosition]
  return code === undefined || code === numbers[feature].missingCode ? undefined : percentiles[feature][code]
}

/** How the songs around a place lean from the catalogue's middle: for each feature -0.5..0.5. */
export type PlaceLeans = Readonly<Record<ReasonFeature, number>>

/** Returns how the songs at `songPositions` (those nearest to a place) lean from the catalogue's middle, feature by feature. */
export function placeLeans(songIndex: SongIndex, songPositions: readonly number[]): PlaceLeans {
  const leans: Record<ReasonFeature, number> = {
    energy: 0,
    valence: 0,
    danceability: 0,
    acousticness: 0,
    instrumentalness: 0,
    speechiness: 0,
    tempoBpm: 0,
    loudnessDb: 0,
  }
  for (const feature of reasonFeatures) {
    let [sum, count] = [0, 0]
    for (const songPosition of songPositions) {
      const percentile = percentileAt(songIndex, feature, songPosition)
      if (percentile === undefined) continue
      sum += percentile - 0.5
      count++
    }
    leans[feature] = count === 0 ? 0 : sum / count
  }
  return leans
}

/** Returns what drew a song to a place: features in which it and the songs around the place lean the same way, the strongest first. */
export function findStandouts(songIndex: SongIndex, songPosition: number, leans: PlaceLeans): readonly Standout[] {
  return reasonFeatures
    .flatMap((feature) => {
      const percentile = percentileAt(songIndex, feature, songPosition)
      const songLean = percentile === undefined ? 0 : percentile - 0.5
      const isStandout = Math.abs(songLean) >= minSongLean && Math.abs(leans[feature]) >= minPlaceLean && songLean * leans[feature] > 0
      return percentile === undefined || !isStandout ? [] : [{ feature, percentile, strength: songLean * leans[feature] }]
    })
    .sort((a, b) => b.strength - a.strength)
    .slice(0, maxStandoutCount)
    .map(({ feature, percentile }) => ({ feature, percentile }))
}
