import { z } from 'zod'

import { errorCodes } from '@/lib/core/app-error'
import { reasonFeatures } from '@/lib/core/songs/song'
import { minutesLimits, songCountLimits } from '@/lib/core/songs/song-count-limits'
import { familiarities, filterNames, findContradictions, unknowableFilters } from '@/lib/core/songs/wishes'

/** Length of the vectors of the shared space. */
export const vectorLength = 128

/** How far from 1 the length of a vector that arrives may be: float32 rounding is far inside, a vector that was never normalised outside. */
const unitLengthTolerance = 0.01

/** How many songs a playlist keeps away at most. */
export const excludedSongLimit = 500

/** A song's id: Spotify's, 22 letters and digits. */
export const songIdSchema = z.string().regex(/^[A-Za-z0-9]{22}$/, 'expected a 22-character Spotify id')

/** One finding, not one a number: a vector of the wrong length is not also of the wrong norm. */
const unitVectorSchema = z.array(z.number()).check((check) => {
  const vector = check.value
  const norm = Math.hypot(...vector)
  if (vector.length !== vectorLength) {
    check.issues.push({ code: 'custom', input: vector.length, message: `expected ${vectorLength} numbers, found ${vector.length}` })
  } else if (Math.abs(norm - 1) > unitLengthTolerance) {
    check.issues.push({ code: 'custom', input: norm, message: `expected a vector of length 1, found one of length ${norm.toPrecision(3)}` })
  }
})

const genreFamilySchema = z.string().min(1).max(60)
const yearSchema = z.number().int().min(1000).max(2999)
const tempoSchema = z.number().min(1).max(400)

/** What the listener asks of the playlist: `PlanWishes` of lib/core/songs/plan-playlist.ts as JSON. */
export const wishesSchema = z
  .strictObject({
    songCount: z.number().int().min(songCountLimits.min).max(songCountLimits.max).default(songCountLimits.usual),
    /** The length in minutes, in the place of songCount. */
    minutes: z.number().int().min(minutesLimits.min).max(minutesLimits.max).exactOptional(),
    /** Songs that were removed by hand: never again in this playlist. */
    excludedSongIds: z.array(songIdSchema).max(excludedSongLimit).default([]),
    excludedArtists: z.array(z.string().min(1).max(200)).max(100).exactOptional(),
    genreFamilies: z.array(genreFamilySchema).max(50).exactOptional(),
    excludedGenreFamilies: z.array(genreFamilySchema).max(50).exactOptional(),
    yearFrom: yearSchema.exactOptional(),
    yearTo: yearSchema.exactOptional(),
    /** False: no song with explicit lyrics. */
    isExplicitAllowed: z.boolean().exactOptional(),
    tempoFromBpm: tempoSchema.exactOptional(),
    tempoToBpm: tempoSchema.exactOptional(),
    /** Steps a minute that the beat is to meet; half and double count. */
    cadenceSpm: z.number().min(40).max(260).exactOptional(),
    /** Songs of the listener's own library alone. */
    isOnlyLibrary: z.boolean().exactOptional(),
    familiarity: z.enum(familiarities).exactOptional(),
    /** Songs stay as lively as those around the state. */
    isEnergyHeld: z.boolean().exactOptional(),
    /** Wishes that let songs pass whose value is unknown. */
    includeUnknown: z.array(z.enum(unknowableFilters)).max(unknowableFilters.length).exactOptional(),
    /** Another seed gives another playlist for the same state. */
    seed: z.number().int().min(0).max(0xffffffff).default(0),
  })
  .check((check) => {
    for (const { wish, message } of findContradictions(check.value)) {
      check.issues.push({ code: 'custom', input: check.value[wish], path: [wish], message })
    }
  })

/** POST /api/playlists, and PUT /api/playlists/[playlistId] to plan an existing one anew. */
export const playlistRequestSchema = z.strictObject({
  stateVector: unitVectorSchema,
  goalVector: unitVectorSchema,
  wishes: wishesSchema,
})

/** PATCH /api/playlists/[playlistId]: the songs that stay, in order; the others are removed and not chosen again. */
export const playlistEditSchema = z.strictObject({ songIds: z.array(songIdSchema).min(1).max(songCountLimits.max) })

const unit = z.number().min(0).max(1)
const cosine = z.number().min(-1.001).max(1.001)

/** `Song` of lib/core/songs/song.ts as JSON; a test keeps the two equal. */
export const songSchema = z.object({
  songId: songIdSchema,
  title: z.string(),
  artists: z.array(z.string()),
  releaseYear: z.number().int().exactOptional(),
  isExplicit: z.boolean().exactOptional(),
  genreFamily: z.string().exactOptional(),
  artistGenres: z.array(z.string()),
  popularity: z.number().exactOptional(),
  durationMs: z.number().exactOptional(),
  moodValence: unit.exactOptional(),
  moodArousal: unit.exactOptional(),
  features: z.object({
    danceability: unit.exactOptional(),
    energy: unit.exactOptional(),
    valence: unit.exactOptional(),
    acousticness: unit.exactOptional(),
    instrumentalness: unit.exactOptional(),
    speechiness: unit.exactOptional(),
    liveness: unit.exactOptional(),
    tempoBpm: z.number().exactOptional(),
    loudnessDb: z.number().exactOptional(),
    key: z.number().int().exactOptional(),
    mode: z.number().int().exactOptional(),
  }),
})

/** `ScoreParts` of lib/core/songs/song.ts as JSON; a test keeps the two equal. */
export const scorePartsSchema = z.object({
  stateSimilarity: cosine,
  goalSimilarity: cosine,
  pathSimilarity: cosine,
  pathPercentile: unit,
  pathPosition: unit,
  // Playlists of before this wish have none.
  familiarityLift: z.number().default(0),
  standouts: z.array(z.object({ feature: z.enum(reasonFeatures), percentile: unit })),
})

/** The reply to POST, GET, PUT and PATCH of one playlist. */
export const playlistSchema = z.object({
  playlistId: z.string(),
  createdAtMs: z.number(),
  wishes: wishesSchema,
  songs: z.array(z.object({ song: songSchema, scoreParts: scorePartsSchema, vector: z.base64().exactOptional() })),
  /** How many songs a wish left out only because their value is unknown; in the replies that planned the songs. */
  leftOut: z.array(z.object({ wish: z.enum(unknowableFilters), songCount: z.number().int() })).exactOptional(),
})

/** A playlist in the list of what was made, with enough to recognise it. */
export const playlistSummarySchema = z.object({
  playlistId: z.string(),
  createdAtMs: z.number(),
  songCount: z.number().int(),
  /** The first three songs at most. */
  firstSongs: z.array(z.object({ songId: z.string(), title: z.string(), artists: z.array(z.string()) })),
})

/** The query of GET /api/playlists. */
export const playlistListQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(50).default(20),
  /** `nextCursor` of the page before. */
  cursor: z
    .string()
    .regex(/^\d{1,15}\.[0-9a-f-]{36}$/, 'expected the nextCursor of an earlier reply')
    .exactOptional(),
})

/** The reply to GET /api/playlists: newest first; `nextCursor` is absent on the last page. */
export const playlistListSchema = z.object({ playlists: z.array(playlistSummarySchema), nextCursor: z.string().exactOptional() })

/** Every error reply of the API. */
export const errorReplySchema = z.object({
  error: z.object({
    code: z.enum(errorCodes),
    message: z.string(),
    /** With TOO_FEW_SONGS: the wishes that could be let go, and how many songs there would be; the most helpful first. */
    relaxations: z.array(z.object({ wish: z.enum(filterNames), songCount: z.number().int(), isEnough: z.boolean() })).exactOptional(),
  }),
})

export type Wishes = z.infer<typeof wishesSchema>
export type PlaylistRequest = z.infer<typeof playlistRequestSchema>
export type PlaylistEdit = z.infer<typeof playlistEditSchema>
export type Playlist = z.infer<typeof playlistSchema>
export type PlaylistSummary = z.infer<typeof playlistSummarySchema>
export type PlaylistList = z.infer<typeof playlistListSchema>
export type ErrorReply = z.infer<typeof errorReplySchema>
