import { createFakeSpotify, type FakeRequest, type FakeSpotify } from '@/e2e/fake-spotify/fake-spotify'
import { madeUpId } from '@/lib/core/songs/test-support'

import type { Db } from '../../db'
import { createSpotifyApi, type SpotifyApiParts } from '../spotify-api'

import { pickDue } from './pick-due'
import { runSave } from './run-save'
import type { SaveJob, SaveStore } from './save-job'
import { startProgress } from './save-progress'

/** Everything that Attune may ask a person for. */
export const spotifyScopes: ReadonlySet<string> = new Set([
  'playlist-read-private',
  'playlist-modify-private',
  'playlist-modify-public',
  'ugc-image-upload',
  'user-library-read',
  'user-top-read',
  'user-read-playback-state',
  'user-modify-playback-state',
])

/** A clock that stands still until somebody sleeps. */
export function createVirtualClock(startMs = 1_800_000_000_000) {
  let nowMs = startMs
  let timers: { readonly atMs: number; readonly fire: () => void }[] = []
  return {
    now: () => nowMs,
    /** A timer of the code under test: it fires when somebody's sleep passes it. */
    setTimer: (fire: () => void, durationMs: number) => {
      const timer = { atMs: nowMs + durationMs, fire }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    /** Lets time pass. */
    sleep: async (durationMs: number) => {
      const endMs = nowMs + durationMs
      for (const timer of timers.filter(({ atMs }) => atMs <= endMs).sort((a, b) => a.atMs - b.atMs)) {
        nowMs = Math.max(nowMs, timer.atMs)
        timer.fire()
        // What waits for the timer goes on before the time does.
        await new Promise(setImmediate)
      }
      nowMs = endMs
    },
    /** Goes on to a time that is later. */
    goTo: (atMs: number) => (nowMs = Math.max(nowMs, atMs)),
  }
}
export type VirtualClock = ReturnType<typeof createVirtualClock>

/** A request as the fake reads it, without the streams of a real one. */
export function toFakeRequest(input: string | URL | Request, init: RequestInit = {}): FakeRequest {
  const body = typeof init.body === 'string' ? init.body : ''
  return {
    method: init.method ?? 'GET',
    url: input instanceof Request ? input.url : input.toString(),
    headers: new Headers(init.headers),
    text: () => Promise.resolve(body),
  }
}

/** A fake Spotify inside the test, to which a listener, Ada, is connected. */
export function createSpotifyWorld(clock = createVirtualClock()) {
  const fake = createFakeSpotify({
    app: { clientId: 'test', clientSecret: 'test', redirectUris: [] },
    origin: 'http://spotify.test',
    now: clock.now,
    sleep: clock.sleep,
    listingDelayMs: 2_000,
  })
  const token = 'test-token'
  fake.state.accessTokens.set(token, { userId: 'ada', endsAtMs: Infinity, scopes: spotifyScopes })
  const apiParts: SpotifyApiParts = {
    getAccessToken: () => Promise.resolve(token),
    apiBaseUrl: 'http://spotify.test',
    fetch: (input, init) => fake.answer(toFakeRequest(input, init)),
    now: clock.now,
    setTimer: clock.setTimer,
  }
  return { fake, clock, apiParts }
}
export type SpotifyWorld = ReturnType<typeof createSpotifyWorld>

/** Keeps saves in memory: what a schedule of faults needs of a store, a thousand times faster than a file. */
export function createMemorySaveStore(jobs: readonly SaveJob[]): SaveStore & { readonly resume: (saveId: string, nowMs: number) => void } {
  const stored = new Map(jobs.map((job) => [job.saveId, job]))
  const leases = new Map<string, { readonly ownerId: string; readonly untilMs: number }>()
  const open = () => [...stored.values()].filter(({ status }) => status === 'open')
  return {
    /** What the listener's word does to a save that waits for it. */
    resume: (saveId, nowMs) => {
      const job = stored.get(saveId)
      if (job !== undefined) stored.set(saveId, { ...job, runAfterMs: nowMs })
    },
    findDue: (nowMs) => Promise.resolve(pickDue(open(), nowMs)),
    findNextDueAtMs: (nowMs) => {
      const times = [...open().map(({ runAfterMs = 0 }) => runAfterMs), ...[...leases.values()].map(({ untilMs }) => untilMs)]
      const later = times.filter((timeMs) => timeMs > nowMs)
      return Promise.resolve(later.length === 0 ? undefined : Math.min(...later))
    },
    read: (saveId) => Promise.resolve(stored.get(saveId)),
    takeLease: ({ listenerId, ownerId, nowMs, untilMs }) => {
      const lease = leases.get(listenerId)
      if (lease !== undefined && lease.ownerId !== ownerId && lease.untilMs > nowMs) return Promise.resolve(false)
      leases.set(listenerId, { ownerId, untilMs })
      return Promise.resolve(true)
    },
    releaseLease: ({ listenerId, ownerId }) => {
      if (leases.get(listenerId)?.ownerId === ownerId) leases.delete(listenerId)
      return Promise.resolve()
    },
    write: (job, { listenerId, ownerId, nowMs, untilMs }) => {
      const lease = leases.get(listenerId)
      if (lease?.ownerId !== ownerId || lease.untilMs <= nowMs || !stored.has(job.saveId)) return Promise.resolve(false)
      leases.set(listenerId, { ownerId, untilMs })
      stored.set(job.saveId, job)
      return Promise.resolve(true)
    },
    findEarlierPlaylist: (job) => {
      const earlier = [...stored.values()].findLast(
        ({ saveId, playlistId, progress }) =>
          saveId !== job.saveId && playlistId === job.playlistId && progress.spotifyPlaylistId !== undefined,
      )
      const { spotifyPlaylistId, spotifyUrl } = earlier?.progress ?? {}
      return Promise.resolve(spotifyPlaylistId === undefined || spotifyUrl === undefined ? undefined : { spotifyPlaylistId, spotifyUrl })
    },
  }
}

/** Puts a save into the database as it is, with its listener and its playlist where they are not there yet. */
export async function storeSaveJob(db: Db, job: SaveJob): Promise<void> {
  const { saveId, listenerId, playlistId, createdAtMs, coverJpegBase64, runAfterMs, ...rest } = job
  await db.listener.upsert({ where: { id: listenerId }, update: {}, create: { id: listenerId } })
  await db.playlist.upsert({ where: { id: playlistId }, update: {}, create: { id: playlistId, listenerId, wishes: {} } })
  await db.saveJob.create({
    data: {
      ...rest,
      id: saveId,
      listenerId,
      playlistId,
      createdAt: new Date(createdAtMs),
      cover: coverJpegBase64 === undefined ? null : Buffer.from(coverJpegBase64, 'base64'),
      runAfter: runAfterMs === undefined ? null : new Date(runAfterMs),
      spotifyPlaylistId: rest.progress.spotifyPlaylistId ?? null,
    },
  })
}

/** The wish to save so many made-up songs. */
export function madeUpJob(songCount: number, change: Partial<SaveJob> = {}): SaveJob {
  return {
    saveId: '5d2c1b0a-0000-4000-8000-000000000001',
    listenerId: 'listener',
    playlistId: 'playlist',
    createdAtMs: 0,
    mode: 'new',
    name: 'To calm',
    description: 'Made for a slow evening.',
    isPublic: false,
    coverJpegBase64: `/9j/${'A'.repeat(400)}`,
    progress: startProgress(Array.from({ length: songCount }, (_, index) => madeUpId(index + 1))),
    status: 'open',
    runAfterMs: 0,
    ...change,
  }
}

/** Runs a save as one process: takes the lease, runs, and gives it back. False where another process has it. */
export async function runOnce(
  { clock, apiParts }: SpotifyWorld,
  store: SaveStore,
  {
    saveId,
    ownerId,
    fetch = apiParts.fetch,
  }: { readonly saveId: string; readonly ownerId: string; readonly fetch?: SpotifyApiParts['fetch'] },
): Promise<boolean> {
  const job = await store.read(saveId)
  if (job === undefined) return false
  const { listenerId } = job
  const nowMs = clock.now()
  if (!(await store.takeLease({ listenerId, ownerId, nowMs, untilMs: nowMs + 40_000 }))) return false
  await runSave(
    {
      store,
      ownerId,
      onReadBack: () => undefined,
      now: clock.now,
      createApi: (beforeCall) =>
        createSpotifyApi({
          ...apiParts,
          ...(fetch === undefined ? {} : { fetch }),
          getAccessToken: async (options) => {
            await beforeCall()
            return apiParts.getAccessToken(options)
          },
        }),
      findNextBest: ({ songId }) => Promise.resolve([1, 2].map((number) => `x${songId.slice(1, -1)}${number}`)),
    },
    job,
  )
  await store.releaseLease({ listenerId, ownerId })
  return true
}

/** The one playlist that should be there after a save. */
export function onlyPlaylist({ state }: FakeSpotify) {
  const [playlist, ...others] = state.playlists.values()
  if (playlist === undefined || others.length > 0)
    throw new Error(`expected one playlist, found ${others.length + (playlist === undefined ? 0 : 1)}`)
  return playlist
}
