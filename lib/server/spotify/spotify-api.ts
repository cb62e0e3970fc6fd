import 'server-only'

import { SpotifyApi as SpotifySdk } from '@spotify/web-api-ts-sdk'
import type { z } from 'zod'

import {
  itemsPerPage,
  spotifyCalls,
  type SpotifyBody,
  type SpotifyCall,
  type SpotifyCallName,
  type SpotifyParams,
  type SpotifyQuery,
  type SpotifyReply,
} from '@/lib/contracts/spotify-web-api'
import { AppError } from '@/lib/core/app-error'

import { parseJson, toSpotifyError } from './to-spotify-error'

/** Where the SDK sends its requests, whatever it is told; our fetch puts the configured origin in its place. */
const sdkRootUrl = 'https://api.spotify.com/'

/** A call that takes longer is given up; what it was to change may have happened. */
export const callTimeoutMs = 10_000

/** Spotify answers for the country of the account whose token is sent; that any market is named makes it tell what can be played there. */
const anyMarket = 'US'

/** What a call to Spotify needs; the clock and the network can be others in a test. */
export type SpotifyApiParts = {
  /** Of the listener for whom the calls are made; `force` after Spotify refused the last one. */
  readonly getAccessToken: (options?: { readonly force?: boolean }) => Promise<string>
  /** Origin without a slash at its end. */
  readonly apiBaseUrl: string
  readonly fetch?: typeof fetch
  readonly now?: () => number
  /** Does something after a time, unless what it returns is called before. */
  readonly setTimer?: (act: () => void, durationMs: number) => () => void
}

type PlaylistDetails = { readonly name: string; readonly description: string; readonly isPublic: boolean }
type CallParts<Name extends SpotifyCallName> = {
  readonly params?: SpotifyParams<Name>
  readonly query?: SpotifyQuery<Name>
  readonly body?: SpotifyBody<Name>
}

/** The calls of Spotify's Web API for one listener. */
export type SpotifyApi = ReturnType<typeof createSpotifyApi>

/**
 * Returns the calls of Spotify's Web API for one listener, each declared in lib/contracts/spotify-web-api.ts. They throw AppError: where
 * its code is SPOTIFY_UNREACHABLE, what the call was to change may have happened; with every other code it has not.
 */
export function createSpotifyApi(parts: SpotifyApiParts) {
  const call = <Name extends SpotifyCallName>(name: Name, callParts: CallParts<Name> = {}) => makeCall(parts, name, callParts)
  const params = (playlistId: string) => ({ playlist_id: playlistId })
  const bodyOf = ({ name, description, isPublic }: PlaylistDetails) => ({ name, description, public: isPublic })
  return {
    getProfile: () => call('getProfile'),
    getPlaylists: (offset: number) => call('getPlaylists', { query: { limit: itemsPerPage, offset } }),
    createPlaylist: (details: PlaylistDetails) => call('createPlaylist', { body: bodyOf(details) }),
    updatePlaylistDetails: (playlistId: string, details: PlaylistDetails) =>
      call('updatePlaylistDetails', { params: params(playlistId), body: bodyOf(details) }),
    /** The songs as they were written; `isForListener` tells instead what the listener can play of them, and what Spotify plays in place. */
    getPlaylistItems: (
      playlistId: string,
      { offset, isForListener = false }: { readonly offset: number; readonly isForListener?: boolean },
    ) =>
      call('getPlaylistItems', {
        params: params(playlistId),
        query: { limit: itemsPerPage, offset, ...(isForListener ? { market: anyMarket } : {}) },
      }),
    replaceItems: (playlistId: string, songIds: readonly string[]) =>
      call('replaceItems', { params: params(playlistId), body: { uris: songIds.map(toTrackUri) } }),
    addItems: (playlistId: string, { songIds, position }: { readonly songIds: readonly string[]; readonly position: number }) =>
      call('addItems', { params: params(playlistId), body: { uris: songIds.map(toTrackUri), position } }),
    uploadCover: (playlistId: string, jpegBase64: string) => call('uploadCover', { params: params(playlistId), body: jpegBase64 }),
    getTrack: (songId: string) => call('getTrack', { params: { id: songId }, query: { market: anyMarket } }),
    getSavedTracks: (offset: number) => call('getSavedTracks', { query: { limit: itemsPerPage, offset } }),
    getTopTracks: (offset: number) => call('getTopTracks', { query: { limit: itemsPerPage, offset, time_range: 'long_term' } }),
    getDevices: () => call('getDevices'),
    startPlayback: ({ spotifyPlaylistId, deviceId }: { readonly spotifyPlaylistId: string; readonly deviceId?: string }) =>
      call('startPlayback', { query: toDevice(deviceId), body: { context_uri: `spotify:playlist:${spotifyPlaylistId}` } }),
    addToQueue: ({ songId, deviceId }: { readonly songId: string; readonly deviceId?: string }) =>
      call('addToQueue', { query: { uri: toTrackUri(songId), ...toDevice(deviceId) } }),
  }
}

function toTrackUri(songId: string): string {
  return `spotify:track:${songId}`
}

function toDevice(deviceId: string | undefined) {
  return deviceId === undefined ? {} : { device_id: deviceId }
}

/** A token that Spotify refuses is replaced once; what it refuses it has not done, so repeating is safe. */
async function makeCall<Name extends SpotifyCallName>(
  parts: SpotifyApiParts,
  name: Name,
  callParts: CallParts<Name>,
): Promise<SpotifyReply<Name>> {
  const request = toRequest(spotifyCalls[name], callParts)
  const reply = await sendWithToken(parts, request)
  return parseReply<Name>(spotifyCalls[name].reply, reply)
}

type SdkRequest = Parameters<SpotifySdk['makeRequest']>

/** Fills in path and query, and makes sure that what is sent is what was declared. */
function toRequest(
  declared: SpotifyCall,
  { params = {}, query = {}, body }: { readonly params?: unknown; readonly query?: unknown; readonly body?: unknown },
): SdkRequest {
  const pathParams = declared.params.parse(params)
  const path = declared.path.slice(1).replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(pathParams[name] ?? ''))
  const search = new URLSearchParams(Object.entries(declared.query.parse(query)).map(([key, value]) => [key, String(value)]))
  return [declared.method, search.size > 0 ? `${path}?${search}` : path, declared.body.parse(body), declared.contentType]
}

async function sendWithToken(parts: SpotifyApiParts, request: SdkRequest): Promise<unknown> {
  try {
    return await send(parts, request, await parts.getAccessToken())
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error
  }
  return send(parts, request, await parts.getAccessToken({ force: true }))
}

/** Status 401. */
class TokenRefused extends AppError {}

async function send(
  { apiBaseUrl, fetch: fetchImplementation = fetch, now = Date.now, setTimer = setRealTimer }: SpotifyApiParts,
  request: SdkRequest,
  token: string,
): Promise<unknown> {
  const giveUp = new AbortController()
  const sdk = new SpotifySdk(authStrategyOf(token), {
    fetch: (input, init) => {
      // The SDK always hands over text.
      const address = typeof input === 'string' ? input : new Request(input).url
      return fetchImplementation(address.replace(sdkRootUrl, `${apiBaseUrl}/`), { ...init, redirect: 'error', signal: giveUp.signal })
    },
    responseValidator: {
      async validateResponse(response) {
        if (response.ok) return
        const error = await toSpotifyError(response, now())
        throw response.status === 401 ? new TokenRefused(error.code, error.message) : error
      },
    },
    deserializer: { deserialize: readReply },
  })
  let cancelTimer = () => {}
  const timedOut = new Promise<never>((_, reject) => {
    cancelTimer = setTimer(() => {
      giveUp.abort()
      reject(new AppError('SPOTIFY_UNREACHABLE', `Spotify did not answer within ${callTimeoutMs / 1000} s.`))
    }, callTimeoutMs)
  })
  try {
    return await Promise.race([sdk.makeRequest<unknown>(...request), timedOut])
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('SPOTIFY_UNREACHABLE', 'The connection to Spotify broke off.', { cause })
  } finally {
    cancelTimer()
  }
}

function setRealTimer(act: () => void, durationMs: number): () => void {
  const timer = setTimeout(act, durationMs)
  return () => clearTimeout(timer)
}

/** The SDK's own strategies cannot refresh with a client's secret; the tokens are ours, it only sends them. */
function authStrategyOf(token: string): ConstructorParameters<typeof SpotifySdk>[0] {
  const accessToken = { access_token: token, token_type: 'Bearer', expires_in: 0, refresh_token: '' }
  return {
    setConfiguration: () => undefined,
    getOrCreateAccessToken: () => Promise.resolve(accessToken),
    getAccessToken: () => Promise.resolve(accessToken),
    removeAccessToken: () => undefined,
  }
}

/** What a success came with: JSON, or undefined where it is empty or, as the player likes to answer, some other text. A web page is none. */
async function readReply<Reply>(response: Response): Promise<Reply> {
  const text = await response.text()
  if (text.trimStart().startsWith('<')) {
    throw new AppError('SPOTIFY_UNREACHABLE', `Something in between answered for Spotify, with a web page (status ${response.status}).`)
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK's type asks for a promise of any reply; `parseReply` checks it
  return parseJson(text) as Reply
}

function parseReply<Name extends SpotifyCallName>(schema: z.ZodType, reply: unknown): SpotifyReply<Name> {
  const result = schema.safeParse(reply)
  if (!result.success) {
    const [issue] = result.error.issues
    const found = reply === undefined || reply === null ? 'nothing' : `something else at ${issue?.path.join('.') ?? ''}`
    throw new AppError('SPOTIFY_UNREACHABLE', `Spotify answered, but not as its documentation says: found ${found}.`)
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- checked by the schema that the type is inferred from
  return result.data as SpotifyReply<Name>
}
