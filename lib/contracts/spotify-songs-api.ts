import { z } from 'zod'

import { unplayableReasons } from './save-api'
import { songIdSchema } from './playlist-api'

/** Songs that one request may ask about; Spotify has to be asked for each of them that nobody asked about lately. */
export const songsPerRequest = 25

/** The query of GET /api/spotify/songs: ids with commas between them. */
export const spotifySongsQuerySchema = z.strictObject({
  ids: z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(songIdSchema).min(1).max(songsPerRequest)),
})

/**
 * What Spotify shows of a song to this listener. Where it is shown, Spotify's rules hold: the artwork uncropped, nothing on it, corners
 * rounded by 4 px at most; Spotify's mark beside it; and a link to `spotifyUrl`.
 */
export const spotifySongSchema = z.object({
  songId: songIdSchema,
  isPlayable: z.boolean(),
  /** Why not, where it is not. */
  reason: z.enum(unplayableReasons).exactOptional(),
  /** As Spotify writes them; absent for a song that it has no more. */
  title: z.string().exactOptional(),
  artists: z.array(z.string()).exactOptional(),
  album: z.string().exactOptional(),
  isExplicit: z.boolean().exactOptional(),
  spotifyUrl: z.string().exactOptional(),
  /** An address of ours, good as long as this reply. */
  artworkUrl: z.string().exactOptional(),
})

/** The reply: songs in the order asked for; those that Spotify does not tell about now are missing, and may be asked for from `retryAtMs` on. */
export const spotifySongsSchema = z.object({ songs: z.array(spotifySongSchema), retryAtMs: z.number().exactOptional() })

export type SpotifySong = z.infer<typeof spotifySongSchema>
export type SpotifySongs = z.infer<typeof spotifySongsSchema>
