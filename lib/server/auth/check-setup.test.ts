import { afterEach, describe, expect, test, vi } from 'vitest'

import { checkSetup } from './check-setup'

const env = {
  publicUrl: 'http://127.0.0.1:3000',
  spotifyClientId: 'the-id',
  spotifyClientSecret: 'the-secret',
  spotifyAccountsUrl: 'https://accounts.test',
  spotifyApiUrl: 'https://api.test',
}

/** What each of Spotify's services answers, by the path that is asked. */
type Answers = Partial<Record<'/api/token' | '/authorize' | '/v1/tracks', () => Response>>

const good: Required<Answers> = {
  '/api/token': () => Response.json({ access_token: 'of-the-app', expires_in: 3600 }),
  '/authorize': () => new Response(null, { status: 303 }),
  '/v1/tracks': () => Response.json({ uri: 'spotify:track:11dFghVXANMlKmJXsNCbNl', name: 'A song' }),
}

afterEach(() => vi.unstubAllGlobals())

async function check(
  answers: Answers = {},
  changed: Partial<typeof env> | { spotifyClientId: undefined } = {},
  refusal?: 'not-allow-listed',
) {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (address: string) => {
    asked.push(address)
    const path = new URL(address).pathname
    for (const [start, answer] of Object.entries({ ...good, ...answers })) if (path.startsWith(start)) return answer()
    throw new TypeError('fetch failed')
  })
  const { findings } = await checkSetup({ ...env, ...changed }, refusal)
  return { asked, findings: Object.fromEntries(findings.map(({ what, verdict, message }) => [what, [verdict, message]])) }
}

describe('the set-up check', () => {
  test('finds nothing wrong where nothing is, and cannot say who is on the list', async () => {
    const { findings } = await check()
    expect(Object.values(findings).map(([verdict]) => verdict)).toEqual(['good', 'good', 'good', 'good', 'unknown'])
  })

  test('names the keys that are missing, and asks Spotify nothing', async () => {
    const { findings, asked } = await check({}, { spotifyClientId: undefined })
    expect(findings['keys']).toEqual(['bad', expect.stringContaining('SPOTIFY_CLIENT_ID is not set.')])
    expect(asked).toEqual([])
  })

  test.each([
    ['Invalid client', 'SPOTIFY_CLIENT_ID'],
    ['Invalid client secret', 'SPOTIFY_CLIENT_SECRET'],
  ])('tells "%s" as a wrong %s', async (description, name) => {
    const refuse = () => Response.json({ error: 'invalid_client', error_description: description }, { status: 400 })
    const { findings } = await check({ '/api/token': refuse })
    expect(findings['secret']).toEqual(['bad', expect.stringContaining(`Spotify does not accept this server's ${name};`)])
    expect(findings['owner']?.[0]).toBe('unknown')
  })

  test('sees that the redirect URI is not in the dashboard, and says which one is', async () => {
    const { findings, asked } = await check({ '/authorize': () => new Response('INVALID_CLIENT: Invalid redirect URI', { status: 400 }) })
    expect(findings['redirect']).toEqual(['bad', expect.stringContaining('http://127.0.0.1:3000/api/auth/callback/spotify is not among')])
    const authorize = new URL(asked.find((address) => address.includes('/authorize')) ?? '')
    expect(authorize.searchParams.get('redirect_uri')).toBe('http://127.0.0.1:3000/api/auth/callback/spotify')
  })

  test.each(['http://localhost:3000', 'http://attune.example'])('sees that Spotify sends nobody back to %s', async (publicUrl) => {
    const { findings } = await check({}, { publicUrl })
    expect(findings['redirect']).toEqual(['bad', expect.stringContaining(`People open Attune at ${publicUrl}`)])
  })

  test("sees that the app's owner has no Premium", async () => {
    const words = 'Active premium subscription required for the owner of the app.'
    const { findings } = await check({ '/v1/tracks': () => Response.json({ error: { status: 403, message: words } }, { status: 403 }) })
    expect(findings['owner']?.[0]).toBe('bad')
  })

  test.each([
    ['good', 404, 'the song that is asked about is gone, which the app was told'],
    ['unknown', 429, 'too much was asked in a short time'],
    ['unknown', 403, 'Spotify refuses for a reason of its own'],
  ])('calls the owner %s at status %i: %s', async (verdict, status) => {
    const { findings } = await check({ '/v1/tracks': () => Response.json({ error: { status, message: 'No.' } }, { status }) })
    expect(findings['owner']?.[0]).toBe(verdict)
  })

  test('remembers that somebody who signed in was not on the list', async () => {
    const { findings } = await check({}, {}, 'not-allow-listed')
    expect(findings['listeners']?.[0]).toBe('bad')
  })

  test('blames nobody for a Spotify that does not answer', async () => {
    const { findings } = await check({ '/api/token': () => Response.error(), '/authorize': () => new Response('', { status: 503 }) })
    expect(Object.values(findings).map(([verdict]) => verdict)).toEqual(['good', 'unknown', 'unknown', 'unknown', 'unknown'])
  })
})
