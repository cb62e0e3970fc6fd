import { z } from 'zod'

import { spotifyCalls, type SpotifyCallName } from '../../lib/contracts/spotify-web-api'

import { faultKinds } from './faults'
import type { FakeRequest, FakeSpotify } from './fake-spotify'

const targets = [...Object.keys(spotifyCalls), 'token'] as (SpotifyCallName | 'token')[]

const faultSchema = z.strictObject({
  kind: z.enum(faultKinds),
  call: z.enum(targets).exactOptional(),
  skipCount: z.number().int().min(0).exactOptional(),
  times: z.number().int().min(1).exactOptional(),
  retryAfterSec: z.number().min(0).exactOptional(),
})

const settingsSchema = z.strictObject({
  /** What the app's owner enters in the dashboard beside the address that it has there. */
  redirectUris: z.array(z.url()).exactOptional(),
  goneSongIds: z.array(z.string()).exactOptional(),
  restrictions: z.record(z.string(), z.string()).exactOptional(),
  relinkedSongIds: z.record(z.string(), z.string()).exactOptional(),
  users: z
    .record(
      z.string(),
      z.strictObject({
        hasPremium: z.boolean().exactOptional(),
        isRegistered: z.boolean().exactOptional(),
        savedSongIds: z.array(z.string()).exactOptional(),
        topSongIds: z.array(z.string()).exactOptional(),
      }),
    )
    .exactOptional(),
  /** Ends all access tokens now: the next call gets 401. */
  endAccessTokens: z.literal(true).exactOptional(),
  /** Withdraws every consent, as a person does in their account. */
  withdrawConsents: z.literal(true).exactOptional(),
})

/**
 * How a journey sets the fake up and looks into it: POST /control/faults (one fault), POST /control/settings, POST /control/reset, and GET
 * /control/state, which tells everything but tokens.
 */
export async function answerControl(fake: FakeSpotify, request: FakeRequest): Promise<Response> {
  const { state } = fake
  switch (`${request.method} ${new URL(request.url).pathname}`) {
    case 'POST /control/faults':
      fake.faults.add(faultSchema.parse(JSON.parse(await request.text())))
      return new Response(null, { status: 204 })
    case 'POST /control/reset':
      fake.reset()
      return new Response(null, { status: 204 })
    case 'POST /control/settings': {
      const settings = settingsSchema.parse(JSON.parse(await request.text()))
      for (const songId of settings.goneSongIds ?? []) state.goneSongIds.add(songId)
      for (const [songId, reason] of Object.entries(settings.restrictions ?? {})) state.restrictions.set(songId, reason)
      for (const [songId, playedId] of Object.entries(settings.relinkedSongIds ?? {})) state.relinkedSongIds.set(songId, playedId)
      for (const [userId, user] of Object.entries(settings.users ?? {})) Object.assign(state.users.get(userId) ?? {}, user)
      if (settings.redirectUris !== undefined) state.redirectUris = settings.redirectUris
      if (settings.endAccessTokens) state.accessTokens.clear()
      if (settings.withdrawConsents) {
        state.accessTokens.clear()
        state.refreshTokens.clear()
      }
      return new Response(null, { status: 204 })
    }
    case 'GET /control/state':
      return Response.json({
        playlists: [...state.playlists.values()],
        calls: state.calls,
        violations: state.violations,
        played: state.played,
        queuedUris: state.queuedUris,
        connectedUserIds: [...new Set([...state.refreshTokens.values()].map(({ userId }) => userId))],
      })
    default:
      return new Response('no such control', { status: 404 })
  }
}
