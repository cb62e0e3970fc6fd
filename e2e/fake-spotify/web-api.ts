import { spotifyCalls, type SpotifyCall, type SpotifyCallName } from '../../lib/contracts/spotify-web-api'

import { errorReply } from './faults'
import type { FakeRequest } from './fake-spotify'
import { madeUpPlaylistId, type FakePlaylist, type FakeState, type FakeUser } from './state'

/** What a call needs besides what is in its request. */
export type WebApiParts = {
  readonly state: FakeState
  readonly origin: string
  readonly nowMs: number
  /** A playlist is listed this long after it was made, as in Spotify, whose lists lag behind. */
  readonly listingDelayMs: number
}

/** A request that fits its declaration. */
export type CheckedRequest = {
  readonly name: SpotifyCallName
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, unknown>>
  readonly body: unknown
}

const scopes: Partial<Record<SpotifyCallName, readonly string[]>> = {
  getPlaylists: ['playlist-read-private'],
  createPlaylist: ['playlist-modify-private', 'playlist-modify-public'],
  updatePlaylistDetails: ['playlist-modify-private', 'playlist-modify-public'],
  replaceItems: ['playlist-modify-private', 'playlist-modify-public'],
  addItems: ['playlist-modify-private', 'playlist-modify-public'],
  uploadCover: ['ugc-image-upload'],
  getSavedTracks: ['user-library-read'],
  getTopTracks: ['user-top-read'],
  getDevices: ['user-read-playback-state'],
  startPlayback: ['user-modify-playback-state'],
  addToQueue: ['user-modify-playback-state'],
}

const declaredCalls = Object.entries(spotifyCalls).map(([name, call]: [string, SpotifyCall]) => ({
  name: name as SpotifyCallName,
  call,
  pattern: new RegExp(`^/v1${call.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}))

/** Finds the declared call of a request and checks all of it; a text says what does not fit. */
export async function checkRequest(request: FakeRequest): Promise<CheckedRequest | string> {
  const url = new URL(request.url)
  const found = declaredCalls.find(({ call, pattern }) => call.method === request.method && pattern.test(url.pathname))
  if (found === undefined) return `${request.method} ${url.pathname}: no such call is declared`
  const { name, call, pattern } = found
  const text = await request.text()
  const params = call.params.safeParse({ ...pattern.exec(url.pathname)?.groups })
  const query = call.query.safeParse(Object.fromEntries(url.searchParams))
  const body = call.body.safeParse(text === '' ? undefined : call.contentType === undefined ? JSON.parse(text) : text)
  const contentType = request.headers.get('content-type')
  const isTyped = text === '' || contentType === (call.contentType ?? 'application/json')
  if (params.success && query.success && body.success && isTyped) {
    return { name, params: params.data, query: query.data, body: body.data }
  }
  const issues = [params, query, body].flatMap(({ error }) => error?.issues ?? [])
  return `${name}: ${issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}${isTyped ? '' : ` content-type ${contentType}`}`
}

/** Whether the token that was sent allows a call. */
export function hasScope(name: SpotifyCallName, granted: ReadonlySet<string>): boolean {
  const needed = scopes[name]
  return needed === undefined || needed.some((scope) => granted.has(scope))
}

/** Answers a checked call of a user, and does what it asks. */
export function answerCall(parts: WebApiParts, user: FakeUser, { name, params, query, body }: CheckedRequest): Response {
  const { state } = parts
  const limit = Number(query['limit'] ?? 20)
  const offset = Number(query['offset'] ?? 0)
  const page = <Entry>(entries: readonly Entry[], toJson: (entry: Entry) => unknown) => ({
    href: parts.origin,
    items: entries.slice(offset, offset + limit).map(toJson),
    limit,
    offset,
    next: offset + limit < entries.length ? `${parts.origin}/next` : null,
    previous: null,
    total: entries.length,
  })
  const playlist = state.playlists.get(params['playlist_id'] ?? '')
  const isMarketNamed = query['market'] !== undefined
  switch (name) {
    case 'getProfile':
      return Response.json({
        id: user.userId,
        display_name: user.displayName,
        images: [],
        type: 'user',
        uri: `spotify:user:${user.userId}`,
      })
    case 'getPlaylists': {
      const own = [...state.playlists.values()].filter(
        ({ ownerId, createdAtMs }) => ownerId === user.userId && createdAtMs + parts.listingDelayMs <= parts.nowMs,
      )
      return Response.json(page(own.reverse(), (entry) => toPlaylistJson(parts.origin, entry)))
    }
    case 'createPlaylist': {
      const details = spotifyCalls.createPlaylist.body.parse(body)
      const made: FakePlaylist = {
        playlistId: madeUpPlaylistId(state),
        ownerId: user.userId,
        createdAtMs: parts.nowMs,
        name: details.name,
        description: details.description,
        isPublic: details.public,
        songIds: [],
        snapshotNumber: 1,
      }
      state.playlists.set(made.playlistId, made)
      return Response.json(toPlaylistJson(parts.origin, made), { status: 201 })
    }
    case 'updatePlaylistDetails':
    case 'replaceItems':
    case 'addItems':
    case 'uploadCover': {
      if (playlist === undefined) return errorReply(404, 'Resource not found')
      if (playlist.ownerId !== user.userId) return errorReply(403, 'You cannot change a playlist you do not own')
      return changePlaylist(parts, playlist, { name, body })
    }
    case 'getPlaylistItems':
      if (playlist === undefined) return errorReply(404, 'Resource not found')
      return Response.json(
        page(playlist.songIds, (songId) => ({ added_at: null, is_local: false, item: trackJson(parts, songId, isMarketNamed) })),
      )
    case 'getTrack': {
      const track = trackJson(parts, params['id'] ?? '', isMarketNamed)
      return track === null ? errorReply(404, 'Resource not found') : Response.json(track)
    }
    case 'getSavedTracks':
      return Response.json(page(user.savedSongIds, (songId) => ({ added_at: null, track: trackJson(parts, songId, false) })))
    case 'getTopTracks':
      return Response.json(page(user.topSongIds, (songId) => trackJson(parts, songId, false)))
    case 'getDevices':
      return Response.json({
        devices: state.devices.map(({ deviceId, name: deviceName, isActive }) => ({
          id: deviceId,
          name: deviceName,
          type: 'Speaker',
          is_active: isActive,
          is_private_session: false,
          is_restricted: false,
          volume_percent: 40,
          supports_volume: true,
        })),
      })
    case 'startPlayback':
    case 'addToQueue':
      return play(state, user, { name, query, body })
  }
}

function changePlaylist(
  parts: WebApiParts,
  playlist: FakePlaylist,
  { name, body }: { readonly name: 'updatePlaylistDetails' | 'replaceItems' | 'addItems' | 'uploadCover'; readonly body: unknown },
): Response {
  if (name === 'uploadCover') {
    playlist.coverBase64 = spotifyCalls.uploadCover.body.parse(body)
    return new Response(null, { status: 202 })
  }
  if (name === 'updatePlaylistDetails') {
    const details = spotifyCalls.updatePlaylistDetails.body.parse(body)
    Object.assign(playlist, { name: details.name, description: details.description, isPublic: details.public })
    return new Response(null, { status: 200 })
  }
  const uris = (name === 'addItems' ? spotifyCalls.addItems : spotifyCalls.replaceItems).body.parse(body).uris
  const songIds = uris.map((uri) => uri.slice('spotify:track:'.length))
  if (songIds.some((songId) => parts.state.goneSongIds.has(songId))) return errorReply(400, 'Payload contains a non-existing ID')
  if (name === 'replaceItems') playlist.songIds = songIds
  else {
    const { position } = spotifyCalls.addItems.body.parse(body)
    if (position > playlist.songIds.length) return errorReply(400, 'Index out of bounds')
    playlist.songIds = playlist.songIds.toSpliced(position, 0, ...songIds)
  }
  playlist.snapshotNumber += 1
  return Response.json({ snapshot_id: `snapshot${playlist.snapshotNumber}` }, { status: name === 'addItems' ? 201 : 200 })
}

function play(
  state: FakeState,
  user: FakeUser,
  {
    name,
    query,
    body,
  }: { readonly name: 'startPlayback' | 'addToQueue'; readonly query: Readonly<Record<string, unknown>>; readonly body: unknown },
): Response {
  if (!user.hasPremium) return errorReply(403, 'Player command failed: Premium required', { reason: 'PREMIUM_REQUIRED' })
  const wanted = query['device_id']
  const device = state.devices.find(({ deviceId, isActive }) => (wanted === undefined ? isActive : deviceId === wanted))
  if (device === undefined) return errorReply(404, 'Player command failed: No active device found', { reason: 'NO_ACTIVE_DEVICE' })
  if (name === 'addToQueue') state.queuedUris.push(String(query['uri']))
  else {
    state.devices = state.devices.map((other) => ({ ...other, isActive: other.deviceId === device.deviceId }))
    state.played.push({ contextUri: spotifyCalls.startPlayback.body.parse(body).context_uri, deviceId: device.deviceId })
  }
  return new Response(null, { status: 204 })
}

function toPlaylistJson(origin: string, { playlistId, ownerId, name, description, isPublic, songIds, snapshotNumber }: FakePlaylist) {
  return {
    id: playlistId,
    uri: `spotify:playlist:${playlistId}`,
    type: 'playlist',
    name,
    description,
    public: isPublic,
    collaborative: false,
    snapshot_id: `snapshot${snapshotNumber}`,
    owner: { id: ownerId, type: 'user', uri: `spotify:user:${ownerId}` },
    items: { href: origin, total: songIds.length },
    external_urls: { spotify: `${origin}/playlist/${playlistId}` },
  }
}

/** A song as Spotify tells of it; null for one that it has no more. */
function trackJson({ state, origin }: WebApiParts, songId: string, isMarketNamed: boolean) {
  if (state.goneSongIds.has(songId)) return null
  const relinkedId = isMarketNamed ? state.relinkedSongIds.get(songId) : undefined
  const playedId = relinkedId ?? songId
  const restriction = isMarketNamed ? state.restrictions.get(songId) : undefined
  return {
    id: playedId,
    uri: `spotify:track:${playedId}`,
    type: 'track',
    name: `Song ${songId}`,
    explicit: false,
    duration_ms: 200_000,
    is_local: false,
    artists: [{ id: playedId, name: 'An artist', type: 'artist', uri: `spotify:artist:${playedId}` }],
    album: { id: playedId, name: 'An album', images: [{ url: `${origin}/image/${playedId}.jpg`, height: 640, width: 640 }] },
    external_urls: { spotify: `${origin}/track/${playedId}` },
    ...(isMarketNamed ? { is_playable: restriction === undefined } : {}),
    ...(relinkedId === undefined || !state.tellsLinkedFrom
      ? {}
      : { linked_from: { id: songId, type: 'track', uri: `spotify:track:${songId}` } }),
    ...(restriction === undefined ? {} : { restrictions: { reason: restriction } }),
  }
}
