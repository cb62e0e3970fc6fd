/** Audio features as the catalogue has them; a missing one is undefined. */
export type AudioFeatures = {
  /** 0..1 */
  readonly danceability?: number
  /** 0..1 */
  readonly energy?: number
  /** 0..1, how positive it sounds */
  readonly valence?: number
  /** 0..1 */
  readonly acousticness?: number
  /** 0..1 */
  readonly instrumentalness?: number
  /** 0..1 */
  readonly speechiness?: number
  /** 0..1 */
  readonly liveness?: number
  readonly tempoBpm?: number
  /** about -60..0 */
  readonly loudnessDb?: number
  /** 0..11, 0 = C */
  readonly key?: number
  /** 1 major, 0 minor */
  readonly mode?: number
}

/** What is recommended. */
export type Song = {
  /** Spotify's 22-character track id. */
  readonly songId: string
  readonly title: string
  readonly artists: readonly string[]
  readonly releaseYear?: number
  readonly isExplicit?: boolean
  readonly genreFamily?: string
  readonly artistGenres: readonly string[]
  /** 0..100 at the time of the catalogue's crawl */
  readonly popularity?: number
  readonly durationMs?: number
  /** 0..1: how pleasant listeners' tags are thought to call it, as a share of the catalogue's songs that are less so */
  readonly moodValence?: number
  /** 0..1: how activated, likewise */
  readonly moodArousal?: number
  readonly features: AudioFeatures
}

/** The features a reason may speak of. */
export const reasonFeatures = [
  'energy',
  'valence',
  'danceability',
  'acousticness',
  'instrumentalness',
  'speechiness',
  'tempoBpm',
  'loudnessDb',
] as const
export type ReasonFeature = (typeof reasonFeatures)[number]

/** A feature that drew a song to its place: the songs nearest to the place lean the same way from the catalogue's middle. */
export type Standout = {
  readonly feature: ReasonFeature
  /** 0..1, the share of the catalogue's songs with a lower value, half of the equal ones counted */
  readonly percentile: number
}

/** What moved a song's score; the reason is made from it in the browser. */
export type ScoreParts = {
  /** -1..1, cosine to the listener's state */
  readonly stateSimilarity: number
  /** -1..1, cosine to the goal */
  readonly goalSimilarity: number
  /** -1..1, cosine to the place on the path where the song stands */
  readonly pathSimilarity: number
  /** 0..1, the share of the catalogue that lies farther from the stretch of the path where the song plays */
  readonly pathPercentile: number
  /** 0..1, how far along the path from the state to the goal that place lies; 0 everywhere where the two are one place */
  readonly pathPosition: number
  /** What being known added to the fit, in cosine; negative where new songs were wished */
  readonly familiarityLift: number
  /** At most three, what counted most first; empty where no feature stands out. */
  readonly standouts: readonly Standout[]
}

/** A song in a playlist, in the order to be played. */
export type PlaylistSong = {
  readonly song: Song
  readonly scoreParts: ScoreParts
  /** Its vector, (dims,) int8 in base64, of which the direction counts; absent where the catalogue has the song no more */
  readonly vector?: string
}
