import { z } from 'zod'

import { errorCodes } from '@/lib/core/app-error'

import { songIdSchema } from './playlist-api'

/** What Spotify takes and shows of a name and a description; the mark of the save is added to the description. */
export const nameLimit = 100
export const descriptionLimit = 260

/** A cover that Spotify takes is under 256 KB as base64; a JPEG of this size is. */
export const coverLimitBytes = 180 * 1024
const base64Length = (sizeBytes: number) => Math.ceil(sizeBytes / 3) * 4

/** Control codes, line breaks, marks that turn the direction of writing, and halves of surrogate pairs. */
const unprintable = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]+/gu

/** Returns a text as one printable line: what cannot be printed becomes a space, spaces in a row become one. */
export function toPrintableLine(text: string): string {
  return text.replace(unprintable, ' ').replace(/\s+/g, ' ').trim()
}

const printableLine = (limit: number, isRequired: boolean) =>
  z
    .string()
    .transform(toPrintableLine)
    .check((check) => {
      const length = check.value.length
      if (length > limit || (isRequired && length === 0)) {
        const message = `expected ${isRequired ? '1' : '0'} to ${limit} printable characters, found ${length}`
        check.issues.push({ code: 'custom', input: length, message })
      }
    })

const jpegStart = '/9j/'

/** A JPEG in base64, as Spotify wants a cover: no line breaks, no `data:` before it. */
const coverSchema = z
  .string()
  .max(base64Length(coverLimitBytes), `expected a JPEG of at most ${coverLimitBytes} bytes in base64`)
  .regex(/^[A-Za-z0-9+/]+={0,2}$/, 'expected base64 without line breaks')
  .startsWith(jpegStart, 'expected a JPEG in base64')

/** POST /api/saves: the wish to have a playlist in Spotify. */
export const saveRequestSchema = z.strictObject({
  /** Chosen by the page, so that the same wish sent twice is saved once; without it the server chooses. */
  saveId: z.uuid().exactOptional(),
  playlistId: z.uuid(),
  /** `update` writes over the Spotify playlist of an earlier save and makes one where there is none; `new` always makes one. */
  mode: z.enum(['update', 'new']),
  name: printableLine(nameLimit, true),
  /** What it was made for, in words. */
  description: printableLine(descriptionLimit, false),
  coverJpegBase64: coverSchema.exactOptional(),
  isPublic: z.boolean().default(false),
})

/**
 * Why a song of the playlist is not in Spotify's: no longer there at all, not to be played in the listener's country, or imported without a
 * Spotify id.
 */
export const unplayableReasons = ['gone', 'not-in-your-country', 'restricted', 'not-at-spotify'] as const

const savedSongSchema = z.object({ songId: songIdSchema, title: z.string(), artists: z.array(z.string()) })

/** What a save ended with. */
export const saveResultSchema = z.object({
  spotifyPlaylistId: z.string(),
  /** The playlist at open.spotify.com. */
  spotifyUrl: z.url(),
  songCount: z.number().int(),
  /** Whether it wrote over a playlist of an earlier save. */
  isUpdate: z.boolean(),
  replaced: z.array(z.object({ song: savedSongSchema, by: savedSongSchema, reason: z.enum(unplayableReasons) })),
  leftOut: z.array(z.object({ song: savedSongSchema, reason: z.enum(unplayableReasons) })),
  /** Why the cover is missing, where one was wished and Spotify did not take it. */
  coverProblem: z.object({ code: z.enum(errorCodes), message: z.string() }).exactOptional(),
})

const problem = { code: z.enum(errorCodes), message: z.string() }

/** Where a save stands. */
export const saveStateSchema = z.discriminatedUnion('phase', [
  /** Recorded; its turn comes. */
  z.object({ phase: z.literal('waiting') }),
  /** Making the playlist, or looking whether it was made. */
  z.object({ phase: z.literal('creating') }),
  z.object({ phase: z.literal('writing'), writtenCount: z.number().int(), songCount: z.number().int() }),
  /** Reading back, which tells what can be played in the listener's country. */
  z.object({ phase: z.literal('checking') }),
  /** Looking for other songs in place of those that cannot be played. */
  z.object({ phase: z.literal('replacing'), unplayableCount: z.number().int() }),
  z.object({ phase: z.literal('cover') }),
  /** Goes on by itself at `resumeAtMs`; without it after the listener did what the message says, by POST /api/saves/[saveId]/resume. */
  z.object({ phase: z.literal('paused'), ...problem, resumeAtMs: z.number().exactOptional() }),
  z.object({ phase: z.literal('done'), result: saveResultSchema }),
  z.object({ phase: z.literal('failed'), ...problem }),
])

/** The reply to POST /api/saves (201), GET /api/saves/[saveId] and POST /api/saves/[saveId]/resume. */
export const saveSchema = z.object({
  saveId: z.string(),
  playlistId: z.string(),
  mode: z.enum(['update', 'new']),
  name: z.string(),
  description: z.string(),
  createdAtMs: z.number(),
  state: saveStateSchema,
})

/** The query of GET /api/saves. */
export const saveListQuerySchema = z.strictObject({ playlistId: z.uuid() })

/** The reply to GET /api/saves?playlistId=...: the saves of one playlist, newest first, at most twenty. */
export const saveListSchema = z.object({ saves: z.array(saveSchema) })

export type SaveRequest = z.infer<typeof saveRequestSchema>
export type SaveResult = z.infer<typeof saveResultSchema>
export type SaveState = z.infer<typeof saveStateSchema>
export type Save = z.infer<typeof saveSchema>
export type SaveList = z.infer<typeof saveListSchema>
export type UnplayableReason = (typeof unplayableReasons)[number]
