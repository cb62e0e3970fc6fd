import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'

import type { Db } from '../db'

import { readAccessToken } from './access-token'
import { makeTestDatabase, storeConnectedListener, testKeys } from './test-support'

const env = {
  spotifyClientId: 'app',
  spotifyClientSecret: 'secret-of-the-app',
  spotifyAccountsUrl: 'https://accounts.spotify.test',
  tokenKeys: testKeys,
}
const listenerId = 'ada'
const soon = () => ({ accessExpiresAt: new Date(Date.now() + 59_000) })

describe('the access token of a listener', () => {
  let database: Awaited<ReturnType<typeof makeTestDatabase>>
  let db: Db
  let otherDb: Db
  /** The refresh tokens that were sent, in order. */
  let sent: string[] = []
  let answer: () => Response = () => Response.json({})

  beforeAll(async () => {
    database = await makeTestDatabase()
    db = database.open()
    otherDb = database.open()
  })
  afterAll(() => database.remove())

  beforeEach(() => {
    sent = []
    answer = () => Response.json({ access_token: `access-${sent.length}`, expires_in: 3600, token_type: 'Bearer' })
    vi.stubGlobal('fetch', async (address: string, { body }: { body: URLSearchParams }) => {
      sent.push(address === 'https://accounts.spotify.test/api/token' ? (body.get('refresh_token') ?? '') : address)
      // As long as a reply takes at the least, so that whoever asks meanwhile has to wait.
      await new Promise((resolve) => setTimeout(resolve, 120))
      return answer()
    })
  })
  afterEach(async () => {
    vi.unstubAllGlobals()
    await db.listener.deleteMany()
  })

  const read = (options?: { force: boolean }, from = db) => readAccessToken({ db: from, env }, listenerId, options)
  const stored = () => db.account.findFirstOrThrow()

  test('is the stored one while it is good for more than a minute', async () => {
    await storeConnectedListener(db, listenerId)
    expect(await read()).toBe('access-0')
    expect(sent).toEqual([])
  })

  test('is a new one a minute ahead of its end, and the old refresh token stays when none comes back', async () => {
    await storeConnectedListener(db, listenerId, soon())
    expect(await read()).toBe('access-1')
    expect(await read()).toBe('access-1')
    expect(sent).toEqual(['refresh-0'])
    await db.account.updateMany({ data: { accessExpiresAt: new Date() } })
    await read()
    expect(sent).toEqual(['refresh-0', 'refresh-0'])
  })

  test('comes with the next refresh token when Spotify replaces it', async () => {
    await storeConnectedListener(db, listenerId, soon())
    answer = () => Response.json({ access_token: 'access-1', expires_in: 30, refresh_token: `refresh-${sent.length}` })
    await read()
    await read()
    expect(sent).toEqual(['refresh-0', 'refresh-1'])
  })

  test('is asked for once by ten requests of two processes at the same time', async () => {
    await storeConnectedListener(db, listenerId, soon())
    const tokens = await Promise.all(Array.from({ length: 10 }, (_, index) => read(undefined, index % 2 === 0 ? db : otherDb)))
    expect(new Set(tokens)).toEqual(new Set(['access-1']))
    expect(sent).toEqual(['refresh-0'])
  })

  test('is asked for once when two requests were refused with the old one', async () => {
    await storeConnectedListener(db, listenerId)
    expect(await Promise.all([read({ force: true }), read({ force: true }, otherDb)])).toEqual(['access-1', 'access-1'])
    expect(await read({ force: true }), 'one that was refused a moment before').toBe('access-1')
    expect(sent).toEqual(['refresh-0'])
  })

  test('is asked for again when the process that had the lease is gone', async () => {
    await storeConnectedListener(db, listenerId, soon())
    await db.account.updateMany({ data: { leaseId: 'of a process that died', leasedUntil: new Date(Date.now() + 200) } })
    expect(await read()).toBe('access-1')
  })

  test('is sealed with the newest key when it is renewed', async () => {
    await storeConnectedListener(db, listenerId, soon())
    const tokenKeys = [{ id: 'autumn', key: Buffer.alloc(32, 2) }, ...testKeys] as const
    expect(await readAccessToken({ db, env: { ...env, tokenKeys } }, listenerId)).toBe('access-1')
    expect(await stored()).toMatchObject({
      sealedAccessToken: expect.stringMatching(/^autumn\./),
      sealedRefreshToken: expect.stringMatching(/^autumn\./),
    })
  })

  test('is not there for somebody who never signed in', async () => {
    await storeConnectedListener(db, 'somebody else')
    await expect(read()).rejects.toMatchObject({ code: 'SPOTIFY_NOT_CONNECTED' })
  })

  test('ends with "reconnect" when Spotify refuses the refresh token, which is then forgotten and not sent again', async () => {
    await storeConnectedListener(db, listenerId, soon())
    answer = () => Response.json({ error: 'invalid_grant', error_description: 'Refresh token revoked' }, { status: 400 })
    await expect(read()).rejects.toMatchObject({ code: 'SPOTIFY_RECONNECT' })
    await expect(read()).rejects.toMatchObject({ code: 'SPOTIFY_RECONNECT' })
    expect(sent).toHaveLength(1)
    expect(await stored()).toMatchObject({ sealedAccessToken: null, sealedRefreshToken: null })
  })

  test('ends with "reconnect" when the keys were lost', async () => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => undefined)
    await storeConnectedListener(db, listenerId)
    const tokenKeys = [{ id: 'another', key: Buffer.alloc(32, 9) }] as const
    await expect(readAccessToken({ db, env: { ...env, tokenKeys } }, listenerId)).rejects.toMatchObject({ code: 'SPOTIFY_RECONNECT' })
    expect(logged).toHaveBeenCalledOnce()
  })

  test.each([
    ['an error page', () => new Response('<html>Bad gateway</html>', { status: 502 }), 'SPOTIFY_UNREACHABLE'],
    ['nothing', () => new Response('', { status: 200 }), 'SPOTIFY_UNREACHABLE'],
    ['a cut connection', () => Response.error(), 'SPOTIFY_UNREACHABLE'],
    [
      'that it does not know the app',
      () => Response.json({ error: 'invalid_client', error_description: 'Invalid client secret' }, { status: 400 }),
      'SPOTIFY_NOT_CONFIGURED',
    ],
  ])('keeps the connection when Spotify answers with %s, and asks again the next time', async (_, reply, code) => {
    await storeConnectedListener(db, listenerId, soon())
    const good = answer
    answer = reply
    await expect(read()).rejects.toMatchObject({ code })
    answer = good
    expect(await read()).toBe('access-2')
  })

  test('never shows in an error', async () => {
    await storeConnectedListener(db, listenerId, { ...soon(), refreshToken: 'refresh-very-secret' })
    answer = () => Response.json({ access_token: 'access-very-secret', expires_in: 'soon' })
    const error: unknown = await read().catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(Error)
    const shown = JSON.stringify(error, Object.getOwnPropertyNames(error)) + String(error instanceof Error ? error.stack : '')
    expect(shown).not.toMatch(/very-secret|secret-of-the-app/)
  })
})
