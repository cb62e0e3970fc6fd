import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { madeUpId } from '@/lib/core/songs/test-support'

import { createFeatureClient, idsPerCall } from './feature-client'

type Answer = (response: ServerResponse, songIds: readonly string[]) => void

const rowOf = (songId: string) => ({
  id: 'b5d7a5a1-0000-4000-8000-000000000000',
  href: `https://open.spotify.com/track/${songId}`,
  acousticness: 0.1,
  danceability: 0.2,
  energy: 0.3,
  instrumentalness: 0,
  key: -1,
  liveness: 0.4,
  loudness: -7.5,
  mode: 1,
  speechiness: 0.05,
  tempo: 120.5,
  valence: 0.6,
})
const answerJson = (response: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}) =>
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(typeof body === 'string' ? body : JSON.stringify(body))
/** What the service says of songs: it knows those with an even number. */
const known: Answer = (response, songIds) =>
  void answerJson(response, { content: songIds.filter((songId) => Number(songId) % 2 === 0).map(rowOf) })

/** A service that answers one call after another as it is told, then as one that works. */
async function startService() {
  const calls: string[][] = []
  const answers: Answer[] = []
  const server = createServer((request, response) => {
    const address = new URL(request.url ?? '', 'http://service.test')
    if (address.pathname !== '/v1/audio-features') return void response.writeHead(404).end()
    const songIds = (address.searchParams.get('ids') ?? '').split(',')
    calls.push(songIds)
    ;(answers.shift() ?? known)(response, songIds)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return { baseUrl: `http://127.0.0.1:${port}`, calls, answers, stop: () => new Promise((resolve) => void server.close(resolve)) }
}

let service: Awaited<ReturnType<typeof startService>>
let waits: number[]
let nowMs: number
beforeEach(async () => {
  service = await startService()
  waits = []
  nowMs = 1_800_000_000_000
})
afterEach(() => service.stop())

/** A client whose clock goes only while it waits. */
const makeClient = () =>
  createFeatureClient({
    baseUrl: service.baseUrl,
    now: () => nowMs,
    random: () => 0.5,
    wait: async (durationMs) => {
      waits.push(durationMs)
      nowMs += durationMs
    },
  })
const ids = (count: number, from = 0) => Array.from({ length: count }, (_, number) => madeUpId(from + number))

describe('createFeatureClient', () => {
  test('gives the features of the songs that the service knows, in our units, matched by Spotify id', async () => {
    const found = await makeClient().read(ids(3))
    expect(found.map(({ songId }) => songId)).toEqual([madeUpId(0), madeUpId(2)])
    expect(found[0]?.features).toEqual({
      acousticness: 0.1,
      danceability: 0.2,
      energy: 0.3,
      instrumentalness: 0,
      liveness: 0.4,
      loudnessDb: -7.5,
      mode: 1,
      speechiness: 0.05,
      tempoBpm: 120.5,
      valence: 0.6,
    })
  })

  test('asks for forty at a time, each song once, and not again for a day where the service does not know it', async () => {
    const client = makeClient()
    await client.read([...ids(100), ...ids(100)])
    expect(service.calls.map(({ length }) => length)).toEqual([idsPerCall, idsPerCall, 20])
    expect(await client.read(ids(100))).toHaveLength(50)
    expect(service.calls).toHaveLength(3)
    nowMs += 25 * 3_600_000
    await client.read(ids(100))
    expect(service.calls.slice(3).flat()).toEqual(ids(100).filter((_, number) => number % 2 === 1))
  })

  test('makes one call at a time, also for listeners who ask at once, and no song twice', async () => {
    const client = makeClient()
    await Promise.all([client.read(ids(60)), client.read(ids(60))])
    expect(service.calls.flat().toSorted()).toEqual(ids(60))
  })

  test('makes a call again after failures, with pauses that grow', async () => {
    service.answers.push(
      (response) => void answerJson(response, 'busy', 503),
      (response) => void response.destroy(),
      (response) => void answerJson(response, '{"content":[', 200),
    )
    expect(await makeClient().read(ids(2))).toHaveLength(1)
    expect(service.calls).toHaveLength(4)
    expect(waits).toEqual([500, 1000, 2000])
  })

  test('waits as long as the service asks, and where that is long says until when instead', async () => {
    service.answers.push((response) => void answerJson(response, '', 429, { 'retry-after': '3' }))
    const client = makeClient()
    expect(await client.read(ids(2))).toHaveLength(1)
    expect(waits).toEqual([3000])
    service.answers.push((response) => void answerJson(response, '', 429, { 'retry-after': '120' }))
    await expect(client.read(ids(2, 10))).rejects.toMatchObject({ code: 'FEATURES_UNREACHABLE', retryAtMs: nowMs + 120_000 })
    const callCount = service.calls.length
    // Nobody else disturbs the pause.
    await expect(client.read(ids(2, 20))).rejects.toMatchObject({ code: 'FEATURES_UNREACHABLE' })
    expect(service.calls).toHaveLength(callCount)
  })

  test.each([
    { what: 'a status that another try does not mend', answer: (response: ServerResponse) => void answerJson(response, '', 403), calls: 1 },
    { what: 'a reply of another shape', answer: (response: ServerResponse) => void answerJson(response, { rows: [] }), calls: 1 },
    { what: 'failure after failure', answer: (response: ServerResponse) => void answerJson(response, '', 500), calls: 4 },
  ])('gives up with a reason after $what', async ({ answer, calls }) => {
    service.answers.push(answer, answer, answer, answer)
    await expect(makeClient().read(ids(2))).rejects.toMatchObject({
      code: 'FEATURES_UNREACHABLE',
      message: expect.stringContaining('Songs without features stay unknown'),
    })
    expect(service.calls).toHaveLength(calls)
  })

  test('leaves out values that no song can have, and songs that nobody asked for', async () => {
    service.answers.push(
      (response) =>
        void answerJson(response, {
          content: [
            { ...rowOf(madeUpId(0)), energy: 7, valence: null, tempo: -1 },
            rowOf(madeUpId(99)),
            { ...rowOf(madeUpId(0)), href: 'x' },
          ],
        }),
    )
    const [only, ...others] = await makeClient().read(ids(1))
    expect(others).toEqual([])
    expect(only?.features.energy).toBeUndefined()
    expect(only?.features.valence).toBeUndefined()
    expect(only?.features.tempoBpm).toBeUndefined()
    expect(only?.features.mode).toBe(1)
  })
})
