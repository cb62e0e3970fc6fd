import { z } from 'zod'

import { errorCodes } from '@/lib/core/app-error'

/** How long a playlist may be. */
export const songCountLimits = { min: 5, max: 100, usual: 25 } as const

/** Length of the vectors of the shared space. */
export const vectorLength = 128

const songIdSchema = z.string().regex(/^[A-Za-z0-9]{22}$/, 'a 22-character Spotify id')

const unitVectorSchema = z
  .array(z.number().finite())
  .length(vectorLength)
  .refine((v) => Math.abs(Math.hypot(...v) - 1) < 0.01, 'a vector of unit length')

/** What the listener asks of the playlist. */
export const wishesSchema = z.strictObject({
  songCount: z.number().int().min(songCountLimits.min).max(songCountLimits.max).default(songCountLimits.usual),
  /** Songs that were removed by hand: never again in this playlist. */
  excludedSongIds: z.array(songIdSchema).max(500).default([]),
  /** Another seed gives another playlist for the same state. */
  seed: z.number().int().min(0).max(0xffffffff).default(0),
})

/** POST /api/playlists, and PUT /api/playlists/[playlistId] to plan an existing one anew. */
export const playlistRequestSchema = z.strictObject({
  stateVector: unitVectorSchema,
  goalVector: unitVectorSchema,
  wishes: wishesSchema,
})

/** PATCH /api/playlists/[playlistId]: the songs that stay, in order. */
export const playlistEditSchema = z.strictObject({ songIds: z.array(songIdSchema).min(1).max(songCountLimits.max) })

const unit = z.number().min(0).max(1)

export const songSchema = z.object({
  songId: songIdSchema,
  title: z.string(),
  artists: z.array(z.string()),
  releaseYear: z.number().int().optional(),
  isExplicit: z.boolean().optional(),
  genreFamily: z.string().optional(),
  artistGenres: z.array(z.string()),
  popularity: z.number().optional(),
  durationMs: z.number().optional(),
  features: z.object({
    danceability: unit.optional(),
    energy: unit.optional(),
    valence: unit.optional(),
    acousticness: unit.optional(),
    instrumentalness: unit.optional(),
    speechiness: unit.optional(),
    liveness: unit.optional(),
    tempoBpm: z.number().optional(),
    loudnessDb: z.number().optional(),
    key: z.number().int().optional(),
    mode: z.number().int().optional(),
  }),
})

export const playlistSchema = z.object({
  playlistId: z.string(),
  createdAtMs: z.number(),
  wishes: wishesSchema,
  songs: z.array(
    z.object({
      song: songSchema,
      scoreParts: z.object({ stateSimilarity: z.number(), goalSimilarity: z.number(), pathSimilarity: z.number(), pathPercentile: unit }),
    }),
  ),
})

/** Every error reply of the API. */
export const errorReplySchema = z.object({ error: z.object({ code: z.enum(errorCodes), message: z.string() }) })

export type Wishes = z.infer<typeof wishesSchema>
export type PlaylistRequest = z.infer<typeof playlistRequestSchema>
export type Playlist = z.infer<typeof playlistSchema>
