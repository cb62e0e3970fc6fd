import { randomUUID } from 'node:crypto'

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'

import { createFakeSpotify, type FakeSpotify } from '@/e2e/fake-spotify/fake-spotify'
import { madeUpId } from '@/lib/core/songs/test-support'

import { makeTestDatabase } from '../../auth/test-support'
import type { Db } from '../../db'
import { createSpotifyApi } from '../spotify-api'
import type { Worker } from '../start-worker'

import { createPrismaSaveStore } from './prisma-save-store'
import { leaseMs } from './run-save'
import { startSaveWorker } from './save-worker'
import { madeUpJob, spotifyScopes, storeSaveJob } from './test-support'

const origin = 'http://spotify.test'
const songCount = 250

// On a machine with other work a real database and real pauses take their time.
vi.setConfig({ testTimeout: 60_000 })

let database: Awaited<ReturnType<typeof makeTestDatabase>>
let db: Db
beforeAll(async () => {
  database = await makeTestDatabase()
  db = database.open()
})
afterAll(() => database.remove())

/** A Spotify to which everybody is connected, by a token that is their name. */
function createFake(listenerIds: readonly string[]): FakeSpotify {
  const fake = createFakeSpotify({
    app: { clientId: '', clientSecret: '', redirectUris: [] },
    origin,
    now: Date.now,
    sleep: () => Promise.resolve(),
  })
  for (const userId of listenerIds) {
    fake.state.users.set(userId, { userId, displayName: userId, hasPremium: true, isRegistered: true, savedSongIds: [], topSongIds: [] })
    fake.state.accessTokens.set(userId, { userId, endsAtMs: Infinity, scopes: spotifyScopes })
  }
  return fake
}

/**
 * A process with its own clock and its own way to Spotify. All of them share one connection to the database: two in one thread would block
 * each other for as long as SQLite waits for a lock, which real processes do not.
 */
function startProcess(fetchSpotify: (request: Request) => Promise<Response>, now = Date.now): Worker {
  return startSaveWorker({
    store: createPrismaSaveStore(db),
    now,
    findNextBest: () => Promise.resolve([]),
    onReadBack: () => undefined,
    createApi: (listenerId, beforeCall) =>
      createSpotifyApi({
        apiBaseUrl: origin,
        now,
        // A call without an answer is never given up, as in a process that is no more.
        setTimer: () => () => undefined,
        fetch: (input, init) => fetchSpotify(new Request(input, init)),
        getAccessToken: async () => {
          await beforeCall()
          return listenerId
        },
      }),
  })
}

async function storeSave(listenerId: string): Promise<string> {
  const saveId = randomUUID()
  await storeSaveJob(db, madeUpJob(songCount, { saveId, listenerId, playlistId: randomUUID() }))
  return saveId
}

async function waitUntilDone(saveIds: readonly string[]): Promise<void> {
  await vi.waitFor(
    async () => expect(await db.saveJob.count({ where: { id: { in: [...saveIds] }, status: 'done' } })).toBe(saveIds.length),
    {
      timeout: 40_000,
      interval: 50,
    },
  )
}

const wishedSongIds = Array.from({ length: songCount }, (_, index) => madeUpId(index + 1))

describe('saves in the database', () => {
  test.each(['createPlaylist', 'addItems', 'getPlaylistItems', 'uploadCover'] as const)(
    'go on in another process after the first one died while %s was under way',
    async (callName) => {
      const listenerId = `dies-in-${callName}`
      const fake = createFake([listenerId])
      const saveId = await storeSave(listenerId)
      await new Promise<void>((resolve) => {
        startProcess(async (request) => {
          const response = await fake.answer(request)
          if (fake.state.calls.at(-1)?.call !== callName) return response
          resolve()
          return new Promise(() => {})
        })
      })
      const other = startProcess(
        (request) => fake.answer(request),
        () => Date.now() + leaseMs,
      )
      await waitUntilDone([saveId])
      await other.stop()
      expect([...fake.state.playlists.values()].map(({ songIds }) => songIds)).toEqual([wishedSongIds])
      expect((await db.saveJob.findUniqueOrThrow({ where: { id: saveId } })).cover).toBeNull()
    },
  )

  test('are each run once where two processes look for them, those of one listener one after another', async () => {
    const fake = createFake(['ben', 'cleo'])
    const saveIds = await Promise.all(['ben', 'ben', 'cleo', 'cleo'].map((listenerId) => storeSave(listenerId)))
    const processes = [1, 2].map(() => startProcess((request) => fake.answer(request)))
    await waitUntilDone(saveIds)
    for (const process of processes) await process.stop()
    expect([...fake.state.playlists.values()].map(({ ownerId }) => ownerId).sort()).toEqual(['ben', 'ben', 'cleo', 'cleo'])
    for (const { songIds } of fake.state.playlists.values()) expect(songIds).toEqual(wishedSongIds)
    expect(fake.state.calls.filter(({ call }) => call === 'createPlaylist')).toHaveLength(saveIds.length)
  })

  test('end where their playlist is deleted in Attune meanwhile', async () => {
    const fake = createFake(['dora'])
    const saveId = await storeSave('dora')
    const worker = startProcess(async (request) => {
      const response = await fake.answer(request)
      if (fake.state.calls.at(-1)?.call === 'replaceItems') await db.playlist.deleteMany({ where: { listenerId: 'dora' } })
      return response
    })
    await vi.waitFor(async () => expect(await db.saveJob.findUnique({ where: { id: saveId } })).toBeNull(), { timeout: 40_000 })
    await worker.stop()
    expect(fake.state.calls.at(-1)?.call).toBe('replaceItems')
  })
})
