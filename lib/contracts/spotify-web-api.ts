import { z } from 'zod'

/**
 * Every call of Spotify's Web API that Attune makes, declared once: lib/server/spotify makes no other, the fake Spotify refuses any other,
 * and a test holds the declarations against Spotify's own definition. Replies name what Attune reads; whatever else comes is dropped.
 */

/** How many songs one write takes, and how many one page of a list brings. */
export const itemsPerWrite = 100
export const itemsPerPage = 50

/** A cover as base64 has to stay below. */
export const coverBase64Limit = 256 * 1024

const idSchema = z.string().regex(/^[A-Za-z0-9]{22}$/)
const trackUriSchema = z.string().regex(/^spotify:track:[A-Za-z0-9]{22}$/)
const playlistUriSchema = z.string().regex(/^spotify:playlist:[A-Za-z0-9]{22}$/)
/** ISO 3166-1 alpha-2. */
const marketSchema = z.string().regex(/^[A-Z]{2}$/)

/** Numbers and ids travel as text in an address. */
const pageQuery = {
  limit: z.coerce.number().int().min(1).max(itemsPerPage).exactOptional(),
  offset: z.coerce.number().int().min(0).exactOptional(),
}

/** Spotify writes null as readily as it leaves a field out. */
const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().transform((value) => value ?? undefined)

const imageSchema = z.object({ url: z.string(), height: maybe(z.number()), width: maybe(z.number()) })
const externalUrlsSchema = z.object({ spotify: z.string() })

/** A track; `is_playable`, `linked_from` and `restrictions` are there only where a market was named. */
export const trackSchema = z.object({
  id: maybe(z.string()),
  uri: z.string(),
  name: z.string(),
  explicit: maybe(z.boolean()),
  duration_ms: maybe(z.number()),
  artists: maybe(z.array(z.object({ name: z.string() }))),
  album: maybe(z.object({ name: z.string(), images: maybe(z.array(imageSchema)) })),
  external_urls: maybe(externalUrlsSchema.partial()),
  is_playable: maybe(z.boolean()),
  linked_from: maybe(z.object({ id: z.string() })),
  restrictions: maybe(z.object({ reason: z.string() })),
})

/** An entry of a playlist; older apps get `track` where newer ones get `item`. Both are null for what Spotify has no more. */
const playlistItemSchema = z.object({ item: maybe(trackSchema), track: maybe(trackSchema) }).transform(({ item, track }) => item ?? track)

const pageOf = <Schema extends z.ZodType>(schema: Schema) =>
  z.object({ items: z.array(schema), total: z.number().int(), offset: z.number().int(), next: z.string().nullable() })

const playlistSchema = z.object({
  id: idSchema,
  uri: playlistUriSchema,
  snapshot_id: z.string(),
  name: z.string(),
  external_urls: externalUrlsSchema,
})

const playlistSummarySchema = z.object({ id: idSchema, description: maybe(z.string()), external_urls: externalUrlsSchema })

const playlistDetails = {
  name: z.string().min(1).max(100),
  description: z.string().max(300),
  public: z.boolean(),
}

const snapshotSchema = z.object({ snapshot_id: z.string() })

const deviceSchema = z.object({
  id: maybe(z.string()),
  name: z.string(),
  type: z.string(),
  is_active: z.boolean(),
  is_restricted: z.boolean(),
})

const nothing = z.strictObject({})
const noBody = z.undefined()
const noReply = z.unknown()

/** One call: `{name}` in its path is filled in from `params`; its body is JSON unless `contentType` says otherwise. */
export type SpotifyCall = {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly params: z.ZodType<Readonly<Record<string, string>>>
  readonly query: z.ZodObject
  readonly body: z.ZodType
  readonly contentType?: 'image/jpeg'
  /** The statuses of success. */
  readonly statuses: readonly number[]
  /** `unknown` where Attune reads nothing. */
  readonly reply: z.ZodType
}

const playlistParams = z.strictObject({ playlist_id: idSchema })

export const spotifyCalls = {
  getProfile: {
    method: 'GET',
    path: '/me',
    params: nothing,
    query: nothing,
    body: noBody,
    statuses: [200],
    reply: z.object({ id: z.string(), display_name: maybe(z.string()), images: maybe(z.array(imageSchema)) }),
  },
  getPlaylists: {
    method: 'GET',
    path: '/me/playlists',
    params: nothing,
    query: z.strictObject(pageQuery),
    body: noBody,
    statuses: [200],
    reply: pageOf(maybe(playlistSummarySchema)),
  },
  createPlaylist: {
    method: 'POST',
    path: '/me/playlists',
    params: nothing,
    query: nothing,
    body: z.strictObject(playlistDetails),
    statuses: [201],
    reply: playlistSchema,
  },
  updatePlaylistDetails: {
    method: 'PUT',
    path: '/playlists/{playlist_id}',
    params: playlistParams,
    query: nothing,
    body: z.strictObject(playlistDetails),
    statuses: [200],
    reply: noReply,
  },
  getPlaylistItems: {
    method: 'GET',
    path: '/playlists/{playlist_id}/items',
    params: playlistParams,
    query: z.strictObject({ ...pageQuery, market: marketSchema.exactOptional() }),
    body: noBody,
    statuses: [200],
    reply: pageOf(playlistItemSchema),
  },
  replaceItems: {
    method: 'PUT',
    path: '/playlists/{playlist_id}/items',
    params: playlistParams,
    query: nothing,
    body: z.strictObject({ uris: z.array(trackUriSchema).max(itemsPerWrite) }),
    statuses: [200],
    reply: snapshotSchema,
  },
  addItems: {
    method: 'POST',
    path: '/playlists/{playlist_id}/items',
    params: playlistParams,
    query: nothing,
    body: z.strictObject({ uris: z.array(trackUriSchema).min(1).max(itemsPerWrite), position: z.number().int().min(0) }),
    statuses: [201],
    reply: snapshotSchema,
  },
  uploadCover: {
    method: 'PUT',
    path: '/playlists/{playlist_id}/images',
    params: playlistParams,
    query: nothing,
    body: z
      .string()
      .regex(/^\/9j\/[A-Za-z0-9+/]*={0,2}$/, 'expected a JPEG in base64 without line breaks')
      .max(coverBase64Limit),
    contentType: 'image/jpeg',
    statuses: [202],
    reply: noReply,
  },
  getTrack: {
    method: 'GET',
    path: '/tracks/{id}',
    params: z.strictObject({ id: idSchema }),
    query: z.strictObject({ market: marketSchema.exactOptional() }),
    body: noBody,
    statuses: [200],
    reply: trackSchema,
  },
  getSavedTracks: {
    method: 'GET',
    path: '/me/tracks',
    params: nothing,
    query: z.strictObject(pageQuery),
    body: noBody,
    statuses: [200],
    reply: pageOf(z.object({ track: maybe(trackSchema) })),
  },
  getTopTracks: {
    method: 'GET',
    path: '/me/top/tracks',
    params: nothing,
    query: z.strictObject({ ...pageQuery, time_range: z.enum(['long_term', 'medium_term', 'short_term']).exactOptional() }),
    body: noBody,
    statuses: [200],
    reply: pageOf(maybe(trackSchema)),
  },
  getDevices: {
    method: 'GET',
    path: '/me/player/devices',
    params: nothing,
    query: nothing,
    body: noBody,
    statuses: [200],
    reply: z.object({ devices: z.array(deviceSchema) }),
  },
  startPlayback: {
    method: 'PUT',
    path: '/me/player/play',
    params: nothing,
    query: z.strictObject({ device_id: z.string().min(1).exactOptional() }),
    body: z.strictObject({ context_uri: playlistUriSchema }),
    statuses: [204],
    reply: noReply,
  },
  addToQueue: {
    method: 'POST',
    path: '/me/player/queue',
    params: nothing,
    query: z.strictObject({ uri: trackUriSchema, device_id: z.string().min(1).exactOptional() }),
    body: noBody,
    statuses: [204],
    reply: noReply,
  },
} as const satisfies Readonly<Record<string, SpotifyCall>>

/** What Spotify answers where it refuses; `reason` is there for the player, and for a quota since July 2026. */
export const spotifyErrorSchema = z.object({
  error: z.object({ status: z.number(), message: z.string(), reason: maybe(z.string()) }),
})

export type SpotifyCallName = keyof typeof spotifyCalls
export type SpotifyTrack = z.infer<typeof trackSchema>
export type SpotifyReply<Name extends SpotifyCallName> = z.infer<(typeof spotifyCalls)[Name]['reply']>
export type SpotifyQuery<Name extends SpotifyCallName> = z.input<(typeof spotifyCalls)[Name]['query']>
export type SpotifyBody<Name extends SpotifyCallName> = z.input<(typeof spotifyCalls)[Name]['body']>
export type SpotifyParams<Name extends SpotifyCallName> = z.input<(typeof spotifyCalls)[Name]['params']>
