import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

import { afterAll, beforeAll, expect, test } from 'vitest'

import { createFakeSpotify } from '@/e2e/fake-spotify/fake-spotify'
import type { SpotifyLibrary } from '@/lib/contracts/spotify-library-api'
import { itemsPerPage } from '@/lib/contracts/spotify-web-api'
import { madeUpId } from '@/lib/core/songs/test-support'

import { makeTestDatabase, storeConnectedListener } from '../../auth/test-support'
import { createListenerId } from '../../listener'
import { spotifyScopes } from '../save/test-support'
import { callTimeoutMs, createSpotifyApi } from '../spotify-api'
import type { Worker } from '../start-worker'

import { readFamiliarSongIds, readLibrary, requestLibrary } from './library-reads'
import { startLibraryWorker } from './library-worker'

const savedCount = 20_500
const pageCount = savedCount / itemsPerPage
/** The first process dies over this page, and the second one meets a limit over that. */
const killedPage = 140
const limitedPage = 280

/** Seconds on a machine that does nothing else. */
const testTimeoutMs = 180_000
/** How long a page that asks meanwhile may wait for its answer; it is a few milliseconds on an idle machine. */
const answerLimitMs = 3_000
/** Far less than twenty thousand songs as Spotify tells of them, which would be kept if pages were. */
const retainedLimitBytes = 16 * 1024 * 1024

let database: Awaited<ReturnType<typeof makeTestDatabase>>
beforeAll(async () => {
  database = await makeTestDatabase()
})
afterAll(() => database.remove())

/** The heap after everything that nobody holds is gone. */
function retainedBytes(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

test(
  `${savedCount} saved songs are read through a process that dies and a limit of Spotify's, each page once, while pages are answered`,
  async () => {
    const db = database.open()
    const listenerId = createListenerId()
    await storeConnectedListener(db, listenerId)
    const fake = createFakeSpotify({
      app: { clientId: '', clientSecret: '', redirectUris: [] },
      origin: 'http://spotify.test',
      now: Date.now,
      sleep: () => Promise.resolve(),
    })
    fake.state.accessTokens.set('token', { userId: 'ada', endsAtMs: Infinity, scopes: spotifyScopes })
    const savedSongIds = Array.from({ length: savedCount }, (_, index) => madeUpId(index + 1))
    Object.assign(fake.state.users.get('ada') ?? {}, { savedSongIds, topSongIds: [madeUpId(7), madeUpId(savedCount + 1)] })
    const pagesAsked = () => fake.state.calls.filter(({ call }) => call === 'getSavedTracks').length

    /** A process with its own way to Spotify; a call without an answer is never given up, as in one that is no more. */
    const startProcess = (fetchSpotify: (request: Request) => Promise<Response>, now = Date.now): Worker =>
      startLibraryWorker({
        db,
        now,
        createApi: () =>
          createSpotifyApi({
            apiBaseUrl: 'http://spotify.test',
            now,
            setTimer: () => () => undefined,
            fetch: (input, init) => fetchSpotify(new Request(input, init)),
            getAccessToken: () => Promise.resolve('token'),
          }),
      })

    const before = retainedBytes()
    await requestLibrary(db, { listenerId, nowMs: Date.now() })
    let wakeZombie = () => {}
    await new Promise<void>((resolve) => {
      startProcess(async (request) => {
        const page = await fake.answer(request)
        if (pagesAsked() <= killedPage) return page
        resolve()
        await new Promise<void>((wake) => (wakeZombie = wake))
        return page
      })
    })
    expect(await readLibrary(db, listenerId)).toMatchObject({
      state: 'reading',
      readCount: killedPage * itemsPerPage,
      totalCount: savedCount,
    })

    fake.faults.add({ kind: 'rate-limited', call: 'getSavedTracks', skipCount: limitedPage - killedPage, retryAfterSec: 0.3 })
    // The lease of the first one has run out by then.
    const other = startProcess(
      (request) => fake.answer(request),
      () => Date.now() + 10 * callTimeoutMs,
    )
    const answers: SpotifyLibrary[] = []
    let slowestMs = 0
    do {
      await new Promise((resolve) => setTimeout(resolve, 20))
      const askedAtMs = performance.now()
      answers.push(await readLibrary(db, listenerId))
      slowestMs = Math.max(slowestMs, performance.now() - askedAtMs)
      // What the first process still hears changes nothing any more.
      if (answers.at(-1)?.state === 'paused') wakeZombie()
    } while (answers.at(-1)?.state !== 'done')
    await other.stop()

    expect(answers.at(-1)).toMatchObject({ state: 'done', songCount: savedCount + 1 })
    expect(await readFamiliarSongIds(db, listenerId)).toEqual(new Set([...savedSongIds, madeUpId(savedCount + 1)]))
    // One was refused, and the one that the first process died over was read again.
    expect(pagesAsked()).toBe(pageCount + 2)
    expect(fake.state.violations).toEqual([])
    const limited = answers.find(({ state }) => state === 'paused')
    expect(limited).toMatchObject({ code: 'SPOTIFY_RATE_LIMITED', readCount: limitedPage * itemsPerPage })
    const counts = answers.flatMap((answer) => ('readCount' in answer ? answer.readCount : []))
    expect(counts).toEqual(counts.toSorted((a, b) => a - b))
    expect(slowestMs).toBeLessThan(answerLimitMs)
    fake.reset()
    expect(retainedBytes() - before).toBeLessThan(retainedLimitBytes)
  },
  testTimeoutMs,
)
