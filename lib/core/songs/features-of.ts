import type { AudioFeatures } from './song'

/** Limits of each feature, in its unit; what lies outside is no value of a song. */
const featureRanges: Readonly<Record<keyof AudioFeatures, readonly [number, number]>> = {
  danceability: [0, 1],
  energy: [0, 1],
  valence: [0, 1],
  acousticness: [0, 1],
  instrumentalness: [0, 1],
  speechiness: [0, 1],
  liveness: [0, 1],
  tempoBpm: [1, 400],
  loudnessDb: [-60, 10],
  key: [0, 11],
  mode: [0, 1],
}

/** The features of a song, by the names of `AudioFeatures`. */
export const featureNames = [
  'danceability',
  'energy',
  'valence',
  'acousticness',
  'instrumentalness',
  'speechiness',
  'liveness',
  'tempoBpm',
  'loudnessDb',
  'key',
  'mode',
] as const satisfies readonly (keyof AudioFeatures)[]

/** The features among values that can be a song's; Spotify writes zeros for a song that it could not analyse, and -1 for no key. */
export function featuresOf(values: Readonly<Partial<Record<keyof AudioFeatures, number>>>): AudioFeatures {
  if (values.tempoBpm === 0 && values.danceability === 0) return {}
  const found = featureNames.flatMap((name) => {
    const value = values[name]
    const [min, max] = featureRanges[name]
    if (value === undefined || !(value >= min && value <= max)) return []
    if ((name === 'key' || name === 'mode') && !Number.isInteger(value)) return []
    return [[name, value] as const]
  })
  return Object.fromEntries(found)
}
