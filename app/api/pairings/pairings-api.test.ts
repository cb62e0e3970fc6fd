import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { NextRequest } from 'next/server'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'

import type { SealedMessage } from '@/lib/contracts/pairing-api'
import { errorReplySchema } from '@/lib/contracts/playlist-api'
import { createPairingClient } from '@/lib/stores/pairing/pairing-client'

const origin = 'http://127.0.0.1:3000'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'attune-pairings-'))
  vi.stubEnv('DATABASE_URL', `file:${folder}/attune.db`)
})
afterEach(() => {
  globalThis.attuneRateLimiters = undefined
  globalThis.attunePairingRooms = undefined
  vi.unstubAllEnvs()
  vi.useRealTimers()
  rmSync(folder, { recursive: true })
})

/** A reply whose body breaks off with the signal, as that of a browser's fetch does. */
function breakOff(response: Response, signal: AbortSignal | null | undefined): Response {
  const { body, status, headers } = response
  if (body === null || !signal) return response
  const broken = new TransformStream<Uint8Array, Uint8Array>()
  void body.pipeTo(broken.writable, { signal }).catch(() => undefined)
  return new Response(broken.readable, { status, headers })
}

/** Asks the route handlers as a browser would through Next. */
async function fetchRoute(address: string, init: RequestInit = {}): Promise<Response> {
  const { signal, ...rest } = init
  const headers = new Headers(init.headers)
  headers.set('host', '127.0.0.1:3000')
  const request = new NextRequest(`${origin}${address}`, { ...rest, headers })
  const pairingId = /^\/api\/pairings\/([^/?]+)/.exec(address)?.[1]
  if (pairingId === undefined) return (await import('./route')).POST(request)
  const { GET, POST, DELETE } = await import('./[pairingId]/route')
  const handler = { GET, POST, DELETE }[init.method ?? 'GET']
  if (handler === undefined) throw new Error(`There is no ${init.method}.`)
  return breakOff(await handler(request, { params: Promise.resolve({ pairingId }) }), signal)
}

const client = createPairingClient(fetchRoute)
const messageOf = (counter = 0, phoneId = 'AAAAAAAAAAA'): SealedMessage => ({ phoneId, counter, sealed: 'A'.repeat(704) })
const post = (pairingId: string, body: unknown, headers: Record<string, string> = {}) =>
  fetchRoute(`/api/pairings/${pairingId}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const codeOf = async (response: Response) => errorReplySchema.parse(await response.json()).error.code

/** A studio that listens, and how it stops. */
async function openStudio() {
  const pairing = await client.open()
  const stopping = new AbortController()
  const heard: SealedMessage[] = []
  let connected = () => {}
  const isConnected = new Promise<void>((resolve) => (connected = resolve))
  const over = client.listen(pairing, { signal: stopping.signal, onConnected: connected, onMessage: (message) => heard.push(message) })
  await isConnected
  return { pairing, heard, over, stop: () => stopping.abort() }
}

describe('a pairing', () => {
  test('carries the messages of a phone to the studio as server-sent events, and ends when the studio closes it', async () => {
    const { pairing, heard, over } = await openStudio()
    expect(await client.post(pairing.pairingId, messageOf(0))).toEqual({ isDelivered: true })
    expect(await client.post(pairing.pairingId, messageOf(1), true)).toEqual({ isDelivered: true })
    await vi.waitFor(() => expect(heard).toEqual([messageOf(0), messageOf(1)]))
    await client.close(pairing)
    await over
    await expect(client.post(pairing.pairingId, messageOf(2))).rejects.toMatchObject({ code: 'PAIRING_ENDED' })
    const nobody = { signal: new AbortController().signal, onConnected: () => undefined, onMessage: () => undefined }
    await expect(client.listen(pairing, nobody)).rejects.toMatchObject({ code: 'PAIRING_ENDED' })
  })

  test('is streamed uncompressed and unstored', async () => {
    const { pairingId, studioToken } = await client.open()
    const response = await fetchRoute(`/api/pairings/${pairingId}`, { headers: { authorization: `Bearer ${studioToken}` } })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(response.headers.get('cache-control')).toBe('no-store, no-transform')
    await response.body?.cancel()
    expect(await client.post(pairingId, messageOf())).toEqual({ isDelivered: false })
  })

  test('shows by heartbeats that it lives, without which the studio gives the connection up', async () => {
    vi.useFakeTimers()
    const { pairing, over } = await openStudio()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await client.post(pairing.pairingId, messageOf()), 'heartbeats kept it').toEqual({ isDelivered: true })
    await client.close(pairing)
    await over

    const silent = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(new TextEncoder().encode(': open\n\n')) })
    const deaf = createPairingClient(async (_address, init) => breakOff(new Response(silent), init?.signal))
    let isOver = false
    const options = { signal: new AbortController().signal, onConnected: () => undefined, onMessage: () => undefined }
    void deaf.listen(pairing, options).then(() => (isOver = true))
    await vi.advanceTimersByTimeAsync(24_000)
    expect(isOver).toBe(false)
    await vi.advanceTimersByTimeAsync(2000)
    expect(isOver).toBe(true)
  })

  test('is left by a studio that stops listening, and taken up again', async () => {
    const { pairing, stop, over } = await openStudio()
    stop()
    await over
    const again = client.listen(pairing, { signal: new AbortController().signal, onConnected: () => undefined, onMessage: () => undefined })
    await vi.waitFor(async () => expect(await client.post(pairing.pairingId, messageOf())).toEqual({ isDelivered: true }))
    await client.close(pairing)
    await again
  })

  test('gives a slow studio the newest few messages, not a growing heap', async () => {
    const { pairingId, studioToken } = await client.open()
    const { body } = await fetchRoute(`/api/pairings/${pairingId}`, { headers: { authorization: `Bearer ${studioToken}` } })
    for (let counter = 0; counter < 100; counter += 1) await client.post(pairingId, messageOf(counter))
    const reader = body?.getReader()
    let chunkCount = 0
    while (await Promise.race([reader?.read().then(() => true), new Promise((resolve) => setTimeout(() => resolve(false), 50))])) {
      chunkCount += 1
    }
    expect(chunkCount).toBeLessThanOrEqual(10)
    await reader?.cancel()
  })
})

describe('a pairing refuses', () => {
  test('ids that were never given out, whatever they look like', async () => {
    for (const pairingId of ['AAAAAAAAAAAAAAAAAAAAAA', 'x', '__proto__', '..%2f..']) {
      const response = await post(pairingId, messageOf())
      expect(response.status).toBe(410)
      expect(await codeOf(response)).toBe('PAIRING_ENDED')
    }
  })

  test('bodies that are too large, no JSON, or no sealed message', async () => {
    const { pairingId } = await client.open()
    const answers = [
      [await post(pairingId, { ...messageOf(), sealed: 'A'.repeat(5000) }), 413],
      [await post(pairingId, 'not json'), 400],
      [await post(pairingId, messageOf(), { 'content-type': 'text/plain' }), 400],
      [await post(pairingId, { ...messageOf(), counter: -1 }), 400],
      [await post(pairingId, { ...messageOf(), counter: 2 ** 32 }), 400],
      [await post(pairingId, { ...messageOf(), sealed: 'A'.repeat(703) }), 400],
      [await post(pairingId, { ...messageOf(), accX: [0.1, 0.2] }), 400],
    ] as const
    for (const [response, status] of answers) expect(response.status).toBe(status)
  })

  test('a second phone, a flood, and whoever comes from another site', async () => {
    const { pairingId } = await client.open()
    await client.post(pairingId, messageOf())
    const second = await post(pairingId, messageOf(0, 'BBBBBBBBBBB'))
    expect([second.status, await codeOf(second)]).toEqual([409, 'PAIRING_TAKEN'])

    const flood = await Promise.all(Array.from({ length: 200 }, (_, index) => post(pairingId, messageOf(index + 1))))
    expect(flood.filter(({ status }) => status === 429).length).toBeGreaterThan(40)
    expect(flood.filter(({ status }) => status === 200).length).toBeGreaterThan(100)

    const warn = vi.mocked(console.warn).mockImplementation(() => undefined)
    const foreign = await post(pairingId, messageOf(300), { 'sec-fetch-site': 'cross-site' })
    expect(foreign.status).toBe(403)
    expect(warn.mock.calls.join()).toMatch(/FORBIDDEN/)
  })

  test('listeners and closers without the token', async () => {
    const { pairingId } = await client.open()
    const { studioToken } = await client.open()
    for (const authorization of ['', 'Bearer', `Bearer ${studioToken}`, studioToken]) {
      for (const method of ['GET', 'DELETE']) {
        expect((await fetchRoute(`/api/pairings/${pairingId}`, { method, headers: { authorization } })).status).toBe(410)
      }
    }
  })
})
