import { expect, test } from 'vitest'

import { createPlaylistClient } from './playlist-client'
import { playlistFor } from './test-support'

const vector = Array.from({ length: 128 }, (_, index) => (index === 0 ? 1 : 0))
const request = { stateVector: vector, goalVector: vector, wishes: { songCount: 5, excludedSongIds: [], seed: 7 } }

const json = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })

const clientThatGets = (answer: () => Response | Promise<Response>) => {
  const asked: { path: string; method: string; isKeptAlive: boolean }[] = []
  const client = createPlaylistClient(async (path, init) => {
    asked.push({ path, method: init?.method ?? 'GET', isKeptAlive: init?.keepalive ?? false })
    return answer()
  })
  return { client, asked }
}

test('each wish has its method and address, and an edit outlives the page', async () => {
  const { client, asked } = clientThatGets(() => json(200, playlistFor('p1', request)))
  await client.create(request)
  await client.replan('p 1', request)
  await client.keepSongs('p1', [])
  await client.read('p1')
  expect(asked).toEqual([
    { path: '/api/playlists', method: 'POST', isKeptAlive: false },
    { path: '/api/playlists/p%201', method: 'PUT', isKeptAlive: false },
    { path: '/api/playlists/p1', method: 'PATCH', isKeptAlive: true },
    { path: '/api/playlists/p1', method: 'GET', isKeptAlive: false },
  ])
})

test('an error of the API keeps its code and its words', async () => {
  const { client } = clientThatGets(() => json(429, { error: { code: 'RATE_LIMITED', message: 'Wait 20 seconds.' } }))
  await expect(client.create(request)).rejects.toMatchObject({ code: 'RATE_LIMITED', message: 'Wait 20 seconds.' })
})

test('a server that cannot be reached is SERVER_UNREACHABLE', async () => {
  const { client } = clientThatGets(() => Promise.reject(new TypeError('Failed to fetch')))
  await expect(client.list()).rejects.toMatchObject({ code: 'SERVER_UNREACHABLE' })
})

test('an answer that is no playlist and an error page without a reason are said to be our fault', async () => {
  await expect(clientThatGets(() => json(200, { songs: 'none' })).client.read('p1')).rejects.toMatchObject({ code: 'INTERNAL' })
  const { client } = clientThatGets(() => new Response('<h1>502</h1>', { status: 502 }))
  await expect(client.create(request)).rejects.toMatchObject({ code: 'INTERNAL', message: expect.stringContaining('502') })
})

test('deleting expects no words', async () => {
  const { client, asked } = clientThatGets(() => new Response(null, { status: 204 }))
  await client.remove('p1')
  expect(asked).toEqual([{ path: '/api/playlists/p1', method: 'DELETE', isKeptAlive: false }])
})
