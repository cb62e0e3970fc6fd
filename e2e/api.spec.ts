import type { Page } from '@playwright/test'

import { errorReplySchema, playlistSchema } from '@/lib/contracts/playlist-api'

import { expect, test } from './support/test'

const unitVector = Array.from({ length: 128 }, (_, index) => (index === 7 ? 1 : 0))
const goodRequest = { stateVector: unitVector, goalVector: unitVector, wishes: { songCount: 10 } }

/** Asks our own API from within the page, as a script of the page would. */
const ask = (page: Page, method: string, address: string, body?: string) =>
  page.evaluate(
    async ([method, address, body]) => {
      const reply = await fetch(address, {
        method,
        ...(body === undefined ? {} : { body, headers: { 'content-type': 'application/json' } }),
      })
      return { status: reply.status, body: (await reply.json()) as unknown }
    },
    [method, address, body] as const,
  )

test.beforeEach(async ({ page, consoleGuard }) => {
  // Chromium writes every reply of 400 and above into the console.
  consoleGuard.expect(/^Failed to load resource: the server responded with a status of 4\d\d/)
  await page.goto('/models')
})

const malformed: readonly (readonly [what: string, body: string, says: RegExp])[] = [
  ['is no JSON', '{"stateVector": [0.1', /JSON/],
  ['lacks the vectors', JSON.stringify({ wishes: {} }), /stateVector/],
  ['has a vector that is too short', JSON.stringify({ ...goodRequest, stateVector: [1, 0] }), /expected 128 numbers, found 2/],
  [
    'has a vector that was never normalised',
    JSON.stringify({ ...goodRequest, goalVector: unitVector.map((value) => value * 40) }),
    /length 40/,
  ],
  ['has text for a number', JSON.stringify({ ...goodRequest, stateVector: unitVector.map(String) }), /stateVector/],
  ['wishes for a thousand songs', JSON.stringify({ ...goodRequest, wishes: { songCount: 1000 } }), /songCount/],
  ['carries a frame along', JSON.stringify({ ...goodRequest, frame: [0, 1, 2] }), /frame/],
]

test('a malformed request is answered 400 INVALID_REQUEST, and the one beside it with a playlist', async ({ page }) => {
  for (const [what, body, says] of malformed) {
    await test.step(`one that ${what}`, async () => {
      const reply = await ask(page, 'POST', '/api/playlists', body)
      expect(reply.status).toBe(400)
      const { error } = errorReplySchema.parse(reply.body)
      expect(error.code).toBe('INVALID_REQUEST')
      expect(error.message).toMatch(says)
    })
  }
  const reply = await ask(page, 'POST', '/api/playlists', JSON.stringify(goodRequest))
  expect(reply.status).toBe(201)
  expect(playlistSchema.parse(reply.body).songs).toHaveLength(10)
})

test('a request of a megabyte, of another place and for a playlist that is not there each get their own code', async ({ page }) => {
  const large = await ask(page, 'POST', '/api/playlists', JSON.stringify({ ...goodRequest, frame: 'x'.repeat(2 ** 20) }))
  expect([large.status, errorReplySchema.parse(large.body).error.code]).toEqual([413, 'PAYLOAD_TOO_LARGE'])
  const stranger = await ask(page, 'GET', '/api/playlists/00000000-0000-4000-8000-000000000000')
  expect([stranger.status, errorReplySchema.parse(stranger.body).error.code]).toEqual([404, 'NOT_FOUND'])
  const nowhere = await ask(page, 'POST', '/api/frames', '{}')
  expect([nowhere.status, errorReplySchema.parse(nowhere.body).error.code]).toEqual([404, 'NOT_FOUND'])
})

test('another site may not make playlists', async ({ request }) => {
  const reply = await request.post('/api/playlists', { data: goodRequest, headers: { origin: 'https://elsewhere.example' } })
  expect([reply.status(), errorReplySchema.parse(await reply.json()).error.code]).toEqual([403, 'FORBIDDEN'])
})
