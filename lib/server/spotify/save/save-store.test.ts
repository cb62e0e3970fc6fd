import { randomUUID } from 'node:crypto'

import { afterAll, beforeAll, describe, expect, test } from 'vitest'

import { makeTestDatabase } from '../../auth/test-support'
import type { Db } from '../../db'

import { createPrismaSaveStore } from './prisma-save-store'
import type { SaveJob, SaveStore } from './save-job'
import { createMemorySaveStore, madeUpJob, storeSaveJob } from './test-support'

const nowMs = 1_800_000_000_000
let database: Awaited<ReturnType<typeof makeTestDatabase>>
let db: Db
beforeAll(async () => {
  database = await makeTestDatabase()
  db = database.open()
})
afterAll(() => database.remove())

async function storeInDatabase(jobs: readonly SaveJob[]): Promise<SaveStore> {
  // Each test begins with its own saves alone.
  await db.listener.deleteMany()
  for (const job of jobs) await storeSaveJob(db, job)
  return createPrismaSaveStore(db)
}

/** What the schedules of faults run on behaves as what the server runs on. */
describe.each([
  ['in memory', (jobs: readonly SaveJob[]) => Promise.resolve<SaveStore>(createMemorySaveStore(jobs))],
  ['in the database', storeInDatabase],
])('saves %s', (_, createStore) => {
  const jobOf = (change: Partial<SaveJob> = {}): SaveJob => ({
    ...madeUpJob(3),
    saveId: randomUUID(),
    playlistId: randomUUID(),
    runAfterMs: nowMs,
    coverJpegBase64: '/9j/AAAA',
    ...change,
  })
  const leaseOf = (ownerId: string, atMs = nowMs) => ({ listenerId: 'listener', ownerId, nowMs: atMs, untilMs: atMs + 1_000 })

  test('are due when their time has come, oldest first, and say when the next one is', async () => {
    const jobs = [
      jobOf({ createdAtMs: 1 }),
      jobOf({ createdAtMs: 2, runAfterMs: nowMs + 500 }),
      jobOf({ createdAtMs: 3, runAfterMs: undefined }),
      jobOf({ createdAtMs: 4 }),
      jobOf({ createdAtMs: 5, status: 'done' }),
    ]
    const store = await createStore(jobs)
    expect((await store.findDue(nowMs)).map(({ saveId }) => saveId)).toEqual([jobs[0]?.saveId, jobs[3]?.saveId])
    expect(await store.findNextDueAtMs(nowMs)).toBe(nowMs + 500)
    expect(await store.findNextDueAtMs(nowMs + 500)).toBeUndefined()
  })

  test('that somebody has a lease on are looked at when it runs out', async () => {
    const store = await createStore([jobOf({ runAfterMs: nowMs + 2_000 })])
    await store.takeLease(leaseOf('a'))
    expect(await store.findNextDueAtMs(nowMs)).toBe(nowMs + 1_000)
    expect(await store.findNextDueAtMs(nowMs + 1_000)).toBe(nowMs + 2_000)
  })

  test('that write over a playlist wait for older ones of the same playlist', async () => {
    const playlistId = randomUUID()
    const older = jobOf({ createdAtMs: 1, playlistId, runAfterMs: nowMs + 500 })
    const update = jobOf({ createdAtMs: 2, playlistId, mode: 'update' })
    const store = await createStore([older, update, jobOf({ createdAtMs: 3, playlistId, saveId: 'a-third' })])
    expect((await store.findDue(nowMs)).map(({ saveId }) => saveId)).toEqual(['a-third'])
  })

  test('are worked on by one owner at a time, until the lease runs out or is given back', async () => {
    const store = await createStore([jobOf()])
    expect(await store.takeLease(leaseOf('a'))).toBe(true)
    expect(await store.takeLease(leaseOf('b', nowMs + 999))).toBe(false)
    expect(await store.takeLease(leaseOf('a', nowMs + 500))).toBe(true)
    expect(await store.takeLease(leaseOf('b', nowMs + 1_500))).toBe(true)
    await store.releaseLease({ listenerId: 'listener', ownerId: 'a' })
    expect(await store.takeLease(leaseOf('a', nowMs + 1_600))).toBe(false)
    await store.releaseLease({ listenerId: 'listener', ownerId: 'b' })
    expect(await store.takeLease(leaseOf('a', nowMs + 1_600))).toBe(true)
  })

  test('keep what their owner writes, which prolongs the lease, and nothing of one who lost it', async () => {
    const job = jobOf()
    const store = await createStore([job])
    const changed: SaveJob = { ...job, progress: { ...job.progress, step: 'write', writtenCount: 2 }, runAfterMs: undefined }
    expect(await store.write(changed, leaseOf('a'))).toBe(false)
    await store.takeLease(leaseOf('a'))
    expect(await store.write(changed, leaseOf('a', nowMs + 900))).toBe(true)
    expect(await store.read(job.saveId)).toEqual(changed)
    expect(await store.takeLease(leaseOf('b', nowMs + 1_500))).toBe(false)
    expect(await store.takeLease(leaseOf('b', nowMs + 1_900))).toBe(true)
    expect(await store.write(job, leaseOf('a', nowMs + 1_950))).toBe(false)
    expect(await store.read(job.saveId)).toEqual(changed)
  })

  test('are gone where they were deleted, and take nothing more', async () => {
    const store = await createStore([jobOf()])
    await store.takeLease(leaseOf('a'))
    expect(await store.read(randomUUID())).toBeUndefined()
    expect(await store.write(jobOf(), leaseOf('a'))).toBe(false)
  })

  test('find the Spotify playlist of the newest save of the same playlist', async () => {
    const playlistId = randomUUID()
    const saved = (createdAtMs: number, spotifyPlaylistId: string, change: Partial<SaveJob> = {}) =>
      jobOf({
        createdAtMs,
        playlistId,
        status: 'done',
        ...change,
        progress: { ...madeUpJob(3).progress, spotifyPlaylistId, spotifyUrl: `https://spotify.test/${spotifyPlaylistId}` },
      })
    const update = jobOf({ createdAtMs: 9, playlistId, mode: 'update' })
    const store = await createStore([saved(1, 'first'), saved(2, 'second'), saved(3, 'other', { playlistId: randomUUID() }), update])
    expect(await store.findEarlierPlaylist(update)).toEqual({ spotifyPlaylistId: 'second', spotifyUrl: 'https://spotify.test/second' })
    expect(await store.findEarlierPlaylist(jobOf())).toBeUndefined()
  })
})
