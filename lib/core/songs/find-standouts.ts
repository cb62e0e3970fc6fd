import { reasonFeatures, type ReasonFeature, type Standout } from './song'
import { numberAt, type SongIndex } from './song-index'

/** How far (0..0.5) a song's percentile must lie from the catalogue's middle for the feature to stand out. */
const minSongLean = 0.25
/** How far the mean percentile of the songs around the place must lie from the middle for the place to ask for the feature. */
const minPlaceLean = 0.08
const maxStandoutCount = 3

/** A song's place in one of the indexes that are searched together. */
export type SongPlace = { readonly songIndex: SongIndex; readonly songPosition: number }

/** Returns the percentile (0..1) of a song's feature among the catalogue's songs, or undefined where the song lacks the feature. */
export function percentileAt(catalogue: SongIndex, feature: ReasonFeature, { songIndex, songPosition }: SongPlace): number | undefined {
  const percentiles = catalogue.percentiles[feature]
  const { min, step, codes, missingCode } = catalogue.numbers[feature]
  if (songIndex === catalogue) {
    const code = codes[songPosition] ?? missingCode
    return code === missingCode ? undefined : percentiles[code]
  }
  const value = numberAt(songIndex.numbers[feature], songPosition)
  if (value === undefined) return undefined
  return percentiles[Math.min(percentiles.length - 1, Math.max(0, Math.round((value - min) / step)))]
}

/** How the songs around a place lean from the catalogue's middle: for each feature -0.5..0.5. */
export type PlaceLeans = Readonly<Record<ReasonFeature, number>>

/** Returns how songs (those nearest to a place) lean from the catalogue's middle, feature by feature. */
export function placeLeans(catalogue: SongIndex, songs: readonly SongPlace[]): PlaceLeans {
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
    for (const song of songs) {
      const percentile = percentileAt(catalogue, feature, song)
      if (percentile === undefined) continue
      sum += percentile - 0.5
      count++
    }
    leans[feature] = count === 0 ? 0 : sum / count
  }
  return leans
}

/** Returns what drew a song to a place: features in which it and the songs around the place lean the same way, the strongest first. */
export function findStandouts(catalogue: SongIndex, song: SongPlace, leans: PlaceLeans): readonly Standout[] {
  return reasonFeatures
    .flatMap((feature) => {
      const percentile = percentileAt(catalogue, feature, song)
      const songLean = percentile === undefined ? 0 : percentile - 0.5
      const isStandout = Math.abs(songLean) >= minSongLean && Math.abs(leans[feature]) >= minPlaceLean && songLean * leans[feature] > 0
      return percentile === undefined || !isStandout ? [] : [{ feature, percentile, strength: songLean * leans[feature] }]
    })
    .sort((a, b) => b.strength - a.strength)
    .slice(0, maxStandoutCount)
    .map(({ feature, percentile }) => ({ feature, percentile }))
}
