import { z } from 'zod'

import { errorCodes } from '@/lib/core/app-error'

/**
 * What Attune knows of the listener's library at Spotify: the ids of saved and of most played songs, to tell familiar from new. It is read
 * only after the listener said so (POST), and deleted with the connection or by DELETE.
 */
export const spotifyLibrarySchema = z.discriminatedUnion('state', [
  z.object({ state: z.literal('none') }),
  z.object({
    state: z.literal('reading'),
    readCount: z.number().int(),
    /** Unknown until Spotify says how many there are. */
    totalCount: z.number().int().exactOptional(),
  }),
  /** Goes on by itself at `resumeAtMs`; without it after the listener did what the message says, by POST. */
  z.object({
    state: z.literal('paused'),
    readCount: z.number().int(),
    code: z.enum(errorCodes),
    message: z.string(),
    resumeAtMs: z.number().exactOptional(),
  }),
  z.object({ state: z.literal('done'), songCount: z.number().int(), readAtMs: z.number() }),
])

export type SpotifyLibrary = z.infer<typeof spotifyLibrarySchema>
