import { afterEach, expect, test, vi } from 'vitest'

import { fetchProfile } from './fetch-profile'

const apiUrl = 'http://spotify.test'

afterEach(() => vi.unstubAllGlobals())

const answerWith = (status: number, body: object) => vi.stubGlobal('fetch', () => Promise.resolve(Response.json(body, { status })))
const refusal = (status: number, message: string) => ({ error: { status, message } })

test('tells who signed in, with and without a name', async () => {
  answerWith(200, { id: 'ada', display_name: 'Ada', country: 'DE' })
  expect(await fetchProfile(apiUrl, 'token')).toEqual({ id: 'ada', display_name: 'Ada' })
  answerWith(200, { id: 'ada', display_name: null })
  expect(await fetchProfile(apiUrl, 'token')).toEqual({ id: 'ada' })
})

test.each([
  [403, 'User not registered in the Developer Dashboard', 'not-allow-listed'],
  [403, 'Forbidden', 'not-allow-listed'],
  [403, 'Active premium subscription required for the owner of the app', 'owner-without-premium'],
  [401, 'Invalid access token', 'unreachable'],
  [503, 'Service unavailable', 'unreachable'],
] as const)('says why Spotify does not tell: status %i, %s', async (status, message, expected) => {
  answerWith(status, refusal(status, message))
  expect(await fetchProfile(apiUrl, 'token')).toBe(expected)
})
