import { z } from 'zod'

import { importedSongLimit } from '@/lib/core/songs/imported-song'

import { songIdSchema, songSchema } from './playlist-api'

/** As many songs as one look-up asks for. */
export const lookUpLimit = 1000

/** As many songs as one request for features names. */
export const featureLimit = 200

/** Largest body of an import: 50,000 songs with vectors and names are about 12 MB. */
export const libraryLimitBytes = 32 * 1024 * 1024

const nameSchema = z.string().min(1).max(300)

/** POST /api/library/lookup: which songs the catalogue has. Nothing of it is stored. */
export const lookUpRequestSchema = z.strictObject({
  songs: z
    .array(
      z
        .strictObject({
          /** Spotify's id; looked for first. */
          songId: songIdSchema.exactOptional(),
          /** Looked for where the id is not in the catalogue, or there is none; absent where another recording would not do. */
          name: z.strictObject({ title: nameSchema, artist: nameSchema }).exactOptional(),
        })
        .refine(({ songId, name }) => songId !== undefined || name !== undefined, 'expected an id or a name'),
    )
    .min(1)
    .max(lookUpLimit),
})

/** The reply: for each song that the catalogue has, its place in the request and the catalogue's id for it. */
export const lookUpReplySchema = z.object({ found: z.array(z.object({ index: z.number().int(), songId: songIdSchema })) })

/** POST /api/library/features: audio features by Spotify id, from the service that the operator named. */
export const featuresRequestSchema = z.strictObject({ songIds: z.array(songIdSchema).min(1).max(featureLimit) })

/** The reply: the songs that the service knows; the others are absent. */
export const featuresReplySchema = z.object({ songs: z.array(z.object({ songId: songIdSchema, features: songSchema.shape.features })) })

/** The first part of a PUT's body; the songs that the catalogue lacks follow as a song index file. */
export const libraryHeadSchema = z.strictObject({ catalogueSongIds: z.array(songIdSchema).max(importedSongLimit) })

/** The reply to GET and PUT /api/library: what is kept of the listener's own music. */
export const librarySchema = z.object({
  /** Where features are asked for by id, a host; absent where they are not. */
  featureHost: z.string().exactOptional(),
  kept: z
    .object({
      importedAtMs: z.number(),
      /** Songs that the catalogue has too. */
      catalogueSongCount: z.number().int(),
      /** Songs kept with a vector of their own. */
      ownSongCount: z.number().int(),
      /** Whether the catalogue's song space is another by now, so that songs with a vector of their own are not searched. */
      isOutdated: z.boolean(),
    })
    .exactOptional(),
})

export type LookUpRequest = z.infer<typeof lookUpRequestSchema>
export type LookUpReply = z.infer<typeof lookUpReplySchema>
export type FeaturesReply = z.infer<typeof featuresReplySchema>
export type LibraryHead = z.infer<typeof libraryHeadSchema>
export type Library = z.infer<typeof librarySchema>

/** The length of the head stands before it, as a little-endian uint32. */
const lengthBytes = 4

/** Puts the body of PUT /api/library together: length of the head, head in JSON, song index file (none where there is no song of its own). */
export function packLibrary(head: LibraryHead, ownIndex: Uint8Array = new Uint8Array(0)): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(JSON.stringify(head))
  const body = new Uint8Array(lengthBytes + text.length + ownIndex.length)
  new DataView(body.buffer).setUint32(0, text.length, true)
  body.set(text, lengthBytes)
  body.set(ownIndex, lengthBytes + text.length)
  return body
}

/** Takes the body apart again; throws a ZodError or SyntaxError where its head is none, and RangeError where it breaks off. */
export function unpackLibrary(body: Uint8Array): { readonly head: LibraryHead; readonly ownIndex: Uint8Array } {
  const headBytes = new DataView(body.buffer, body.byteOffset, body.byteLength).getUint32(0, true)
  if (lengthBytes + headBytes > body.length) throw new RangeError(`a head of ${headBytes} bytes in a body of ${body.length}`)
  const json: unknown = JSON.parse(new TextDecoder().decode(body.subarray(lengthBytes, lengthBytes + headBytes)))
  return { head: libraryHeadSchema.parse(json), ownIndex: body.subarray(lengthBytes + headBytes) }
}
