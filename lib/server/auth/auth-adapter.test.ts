import { randomUUID } from 'node:crypto'

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'

import type { Db } from '../db'

import { createAuthAdapter, type SignInBrowser } from './auth-adapter'
import { openToken } from './token-vault'
import { makeTestDatabase, testKeys } from './test-support'

describe('signing in', () => {
  let database: Awaited<ReturnType<typeof makeTestDatabase>>
  let db: Db
  beforeAll(async () => {
    database = await makeTestDatabase()
    db = database.open()
  })
  afterAll(() => database.remove())
  afterEach(() => db.listener.deleteMany())

  /** What next-auth does with the adapter when somebody comes back from Spotify; returns whose playlists the browser shows then. */
  async function signIn(providerAccountId: string, browser: Partial<SignInBrowser> = {}, sessionToken: string = randomUUID()) {
    let shown = ''
    const adapter = createAuthAdapter({
      db,
      tokenKeys: testKeys,
      browser: { listenerId: undefined, sessionToken: undefined, ...browser },
      onSignedIn: (listenerId) => (shown = listenerId),
    })
    const known = await adapter.getUserByAccount?.({ provider: 'spotify', providerAccountId })
    const user = known ?? (await adapter.createUser?.({ name: 'Ada', email: '', emailVerified: null }))
    if (user === undefined) throw new Error('The adapter makes no users.')
    if (known === null) {
      const grant = { access_token: 'access', refresh_token: 'refresh', expires_at: 2_000_000_000, scope: 'a b' }
      await adapter.linkAccount?.({ provider: 'spotify', type: 'oauth', userId: user.id, providerAccountId, ...grant })
    }
    await adapter.createSession?.({ sessionToken, userId: user.id, expires: new Date(Date.now() + 60_000) })
    return shown
  }

  const makePlaylist = (id: string, listenerId: string) =>
    db.playlist.create({
      data: { id, wishes: {}, listener: { connectOrCreate: { where: { id: listenerId }, create: { id: listenerId } } } },
    })
  const playlistsOf = async (listenerId: string) => (await db.playlist.findMany({ where: { listenerId } })).map(({ id }) => id).sort()

  test('keeps the listener of the browser, with the playlists made there', async () => {
    await makePlaylist('first', 'browser-1')
    expect(await signIn('ada', { listenerId: 'browser-1' })).toBe('browser-1')
    expect(await playlistsOf('browser-1')).toEqual(['first'])
  })

  test('makes a listener for a browser that has none', async () => {
    const listenerId = await signIn('ada')
    expect(listenerId).toMatch(/^[0-9a-f-]{36}$/)
    expect(await db.user.count({ where: { listenerId } })).toBe(1)
  })

  test('in a second browser brings the playlists of the first, and takes those made there along', async () => {
    await makePlaylist('first', 'browser-1')
    await signIn('ada', { listenerId: 'browser-1' })
    await makePlaylist('second', 'browser-2')
    expect(await signIn('ada', { listenerId: 'browser-2' })).toBe('browser-1')
    expect(await playlistsOf('browser-1')).toEqual(['first', 'second'])
    expect(await db.listener.count()).toBe(1)
  })

  test('with another account in the same browser leaves the first one with its own', async () => {
    await makePlaylist('of ada', 'browser-1')
    await signIn('ada', { listenerId: 'browser-1' }, 'session of ada')
    const eve = await signIn('eve', { listenerId: 'browser-1', sessionToken: 'session of ada' })
    expect(eve).not.toBe('browser-1')
    expect(await playlistsOf('browser-1')).toEqual(['of ada'])
    expect(await playlistsOf(eve)).toEqual([])
    expect(await db.session.count(), 'the first one is signed out there').toBe(1)
  })

  test('again in the same browser replaces the session instead of adding one', async () => {
    const listenerId = await signIn('ada', {}, 'first session')
    await signIn('ada', { listenerId, sessionToken: 'first session' }, 'second session')
    expect(await db.session.count()).toBe(1)
  })

  test('stores neither a session token nor an access or refresh token in the clear', async () => {
    await signIn('ada', {}, 'the token of this session')
    const account = await db.account.findFirstOrThrow()
    expect(account).toMatchObject({ scope: 'a b', accessExpiresAt: new Date(2_000_000_000_000) })
    expect(openToken(account.sealedRefreshToken ?? '', { providerAccountId: 'ada', kind: 'refresh' }, testKeys)).toBe('refresh')
    const [session] = await db.session.findMany()
    expect(session?.sessionToken).toMatch(/^[0-9a-f]{64}$/)
  })
})
