import { randomUUID } from 'node:crypto'

import { NextRequest } from 'next/server'
import { expect, vi } from 'vitest'

import { createFakeSpotify } from '@/e2e/fake-spotify/fake-spotify'
import { tokenMark } from '@/e2e/fake-spotify/state'
import { errorReplySchema } from '@/lib/contracts/playlist-api'

import { sessionCookieName } from '../auth/auth-cookies'
import { hashSessionToken } from '../auth/session-token'
import { makeTestDatabase, storeConnectedListener, testKeys } from '../auth/test-support'
import { createListenerId, listenerCookieName, signListenerId } from '../listener'

import { spotifyScopes } from './save/test-support'

const attuneUrl = 'http://127.0.0.1:3000'
export const spotifyUrl = 'http://spotify.test'
const sessionSecret = 's'.repeat(32)

/** An Attune with a database of its own, told of a fake Spotify inside the test. */
export async function startRouteWorld() {
  const database = await makeTestDatabase()
  vi.stubEnv('DATABASE_URL', database.databaseUrl)
  vi.stubEnv('SESSION_SECRET', sessionSecret)
  vi.stubEnv('SPOTIFY_CLIENT_ID', 'test')
  vi.stubEnv('SPOTIFY_CLIENT_SECRET', 'test-secret')
  vi.stubEnv('SPOTIFY_API_URL', spotifyUrl)
  vi.stubEnv('SPOTIFY_ACCOUNTS_URL', spotifyUrl)
  vi.stubEnv('TOKEN_KEYS', testKeys.map(({ id, key }) => `${id}:${key.toString('base64url')}`).join())
  const fake = createFakeSpotify({
    app: { clientId: 'test', clientSecret: 'test-secret', redirectUris: [] },
    origin: spotifyUrl,
    now: Date.now,
    sleep: () => new Promise(() => {}),
  })
  vi.stubGlobal('fetch', (input: string | URL | Request, init?: RequestInit) => fake.answer(new Request(input, init)))
  const db = database.open()
  return {
    fake,
    db,

    /** A browser that is signed in, and its listener's token at Spotify. */
    async signIn(userId = 'ada') {
      const listenerId = createListenerId()
      const accessToken = `${tokenMark}-access-${randomUUID()}`
      const refreshToken = `${tokenMark}-refresh-${randomUUID()}`
      await storeConnectedListener(db, listenerId, { accessToken, refreshToken })
      fake.state.accessTokens.set(accessToken, { userId, endsAtMs: Infinity, scopes: spotifyScopes })
      fake.state.refreshTokens.set(refreshToken, { userId, scope: [...spotifyScopes].join(' ') })
      const sessionToken = randomUUID()
      const user = await db.user.findUniqueOrThrow({ where: { listenerId } })
      await db.session.create({
        data: { sessionToken: hashSessionToken(sessionToken), userId: user.id, expires: new Date(Date.now() + 60_000) },
      })
      const cookie = `${listenerCookieName}=${signListenerId(listenerId, sessionSecret)}; ${sessionCookieName(attuneUrl)}=${sessionToken}`
      return { listenerId, cookie }
    },

    async stop() {
      await globalThis.attuneSaveWorker?.stop()
      await globalThis.attuneLibraryWorker?.stop()
      await globalThis.attuneDb?.$disconnect()
      vi.unstubAllEnvs()
      vi.unstubAllGlobals()
      await database.remove()
    },
  }
}
export type Browser = { readonly cookie: string }

/** A request as Next hands it to a route. */
export function requestOf({ cookie }: Browser, method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): NextRequest {
  return new NextRequest(`${attuneUrl}${path}`, {
    method,
    headers: { host: '127.0.0.1:3000', cookie, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}

/** Status, code and message of a refusal. */
export async function errorOf(response: Response) {
  expect(response.ok).toBe(false)
  return { status: response.status, ...errorReplySchema.parse(await response.json()).error }
}
