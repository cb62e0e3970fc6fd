import { describe, expect, test, vi } from 'vitest'

import { tokenMark } from '@/e2e/fake-spotify/state'
import { AppError } from '@/lib/core/app-error'
import { madeUpId } from '@/lib/core/songs/test-support'

import { createSpotifyWorld, toFakeRequest } from './save/test-support'
import { createSpotifyApi, type SpotifyApiParts } from './spotify-api'

const token = `${tokenMark}-access`

/** An api whose every call is answered by one response. */
function answeredBy(response: () => Response | Promise<Response>, parts: Partial<SpotifyApiParts> = {}) {
  return createSpotifyApi({
    getAccessToken: () => Promise.resolve(token),
    apiBaseUrl: 'http://spotify.test',
    now: () => 1_000_000,
    fetch: async () => response(),
    ...parts,
  })
}

const errorOf = (promise: Promise<unknown>) =>
  promise.then(
    () => undefined,
    (error: unknown) => error as AppError,
  )
const refusal =
  (status: number, message: string, rest: object = {}, headers: Record<string, string> = {}) =>
  () =>
    Response.json({ error: { status, message, ...rest } }, { status, headers })

describe('a refusal of Spotify', () => {
  test.each([
    ['an account that is not allow-listed', refusal(403, 'User not registered in the Developer Dashboard'), 'SPOTIFY_NOT_ALLOWED'],
    [
      'the same as plain text',
      () => new Response('Check settings on developer.spotify.com/dashboard, the user may not be registered.', { status: 403 }),
      'SPOTIFY_NOT_ALLOWED',
    ],
    ['a missing permission', refusal(403, 'Insufficient client scope'), 'SPOTIFY_RECONNECT'],
    ['no Premium', refusal(403, 'Player command failed: Premium required', { reason: 'PREMIUM_REQUIRED' }), 'SPOTIFY_PREMIUM_REQUIRED'],
    ['somebody else’s playlist', refusal(403, 'You cannot change a playlist you do not own'), 'SPOTIFY_FORBIDDEN'],
    ['what is gone', refusal(404, 'Resource not found'), 'SPOTIFY_GONE'],
    ['no device', refusal(404, 'Player command failed: No active device found', { reason: 'NO_ACTIVE_DEVICE' }), 'SPOTIFY_NO_DEVICE'],
    ['a body that is too large', refusal(413, 'Request entity too large'), 'SPOTIFY_REFUSED'],
    ['trouble of its own', refusal(500, 'Internal server error'), 'SPOTIFY_UNREACHABLE'],
    ['a gateway’s page', () => new Response('<html>Bad gateway</html>', { status: 502 }), 'SPOTIFY_UNREACHABLE'],
  ])('for %s has a code of its own', async (_, response, code) => {
    const error = await errorOf(answeredBy(response).getProfile())
    expect(error).toMatchObject({ code })
    expect(error?.message).not.toContain('<html>')
  })

  test('for too many calls says when to go on, with or without a time of Spotify’s', async () => {
    const short = await errorOf(answeredBy(refusal(429, 'API rate limit exceeded', {}, { 'retry-after': '7' })).getProfile())
    expect(short).toMatchObject({ code: 'SPOTIFY_RATE_LIMITED', retryAtMs: 1_007_000 })
    const daily = await errorOf(answeredBy(refusal(429, 'Quota', { reason: 'QUOTA_EXCEEDED' }, { 'retry-after': '18000' })).getProfile())
    expect(daily).toMatchObject({ code: 'SPOTIFY_QUOTA_EXCEEDED', retryAtMs: 19_000_000 })
    expect(await errorOf(answeredBy(refusal(429, 'no time')).getProfile())).toMatchObject({ retryAtMs: 1_005_000 })
  })
})

describe('a call', () => {
  test('with a token that Spotify refuses is made once more with a new one, and not a third time', async () => {
    const getAccessToken = vi.fn((options?: { readonly force?: boolean }) => Promise.resolve(options?.force === true ? 'new' : 'old'))
    const seen: string[] = []
    const fetch: SpotifyApiParts['fetch'] = async (_, init) => {
      const sent = new Headers(init?.headers).get('authorization') ?? ''
      seen.push(sent)
      return sent === 'Bearer new' ? Response.json({ id: 'ada' }) : refusal(401, 'expired')()
    }
    expect(await answeredBy(() => Response.error(), { getAccessToken, fetch }).getProfile()).toEqual({ id: 'ada' })
    expect(seen).toEqual(['Bearer old', 'Bearer new'])
    expect(await errorOf(answeredBy(refusal(401, 'expired'), { getAccessToken }).getProfile())).toMatchObject({ code: 'SPOTIFY_RECONNECT' })
    expect(getAccessToken.mock.calls).toEqual([[], [{ force: true }], [], [{ force: true }]])
  })

  test('that gets no answer in ten seconds is given up, and its connection closed', async () => {
    const { apiParts, clock } = createSpotifyWorld()
    let signal: AbortSignal | null | undefined
    const fetch: SpotifyApiParts['fetch'] = (_, init) => {
      signal = init?.signal
      return new Promise(() => {})
    }
    const error = errorOf(createSpotifyApi({ ...apiParts, fetch }).getProfile())
    await new Promise(setImmediate)
    await clock.sleep(10_000)
    expect(await error).toMatchObject({ code: 'SPOTIFY_UNREACHABLE', message: 'Spotify did not answer within 10 s.' })
    expect(signal?.aborted).toBe(true)
  })

  test.each([
    ['nothing', () => new Response(null, { status: 201 }), 'found nothing'],
    ['a web page', () => new Response('<!doctype html><p>Sign in to the network', { status: 200 }), 'with a web page'],
    ['something else', () => Response.json({ id: 7 }), 'found something else at'],
  ])('that changes something and is answered with %s has an unknown outcome', async (_, response, words) => {
    const error = await errorOf(answeredBy(response).addItems(madeUpId(1), { songIds: [madeUpId(2)], position: 0 }))
    expect(error).toMatchObject({ code: 'SPOTIFY_UNREACHABLE' })
    expect(error?.message).toContain(words)
  })

  test('of which nothing is read takes an empty answer and the player’s odd texts', async () => {
    await expect(answeredBy(() => new Response('AAAAB3', { status: 200 })).addToQueue({ songId: madeUpId(1) })).resolves.toBeUndefined()
    await expect(answeredBy(() => new Response(null, { status: 202 })).uploadCover(madeUpId(1), '/9j/AAAA')).resolves.toBeUndefined()
  })

  test('goes to the configured origin and to no other, whatever an id contains', async () => {
    const urls: string[] = []
    const api = answeredBy(() => Response.json({}), {
      fetch: async (input, init) => {
        urls.push(toFakeRequest(input, init).url)
        return Response.json({ id: madeUpId(1), uri: `spotify:track:${madeUpId(1)}`, name: 'Song' })
      },
    })
    await api.getTrack(madeUpId(1))
    await expect(api.getTrack('../me')).rejects.toThrow('Invalid string')
    expect(urls).toEqual([`http://spotify.test/v1/tracks/${madeUpId(1)}?market=US`])
  })

  test('tells no token in any of its errors', async () => {
    const responses = [
      refusal(401, 'expired'),
      refusal(403, 'Forbidden'),
      refusal(500, 'oops'),
      () => Promise.reject(new TypeError('fetch failed')),
    ]
    for (const response of responses) {
      const error = await errorOf(answeredBy(response).getProfile())
      expect(error).toBeInstanceOf(AppError)
      expect(`${error?.message} ${error?.stack} ${String(error?.cause)} ${JSON.stringify(error)}`).not.toContain(tokenMark)
    }
  })
})
