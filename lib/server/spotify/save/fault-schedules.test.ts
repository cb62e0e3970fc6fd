import { describe, expect, test } from 'vitest'

import { faultKinds, type FaultKind } from '@/e2e/fake-spotify/faults'
import { seededNumbers } from '@/lib/core/songs/test-support'

import type { SpotifyApiParts } from '../spotify-api'

import { leaseMs } from './run-save'
import type { SaveJob } from './save-job'
import {
  createMemorySaveStore,
  createSpotifyWorld,
  madeUpJob,
  onlyPlaylist,
  runOnce,
  toFakeRequest,
  type SpotifyWorld,
} from './test-support'

const songCount = 250
/** Create, three writes, five pages read back, cover. */
const callCount = 10
const randomScheduleCount = 200
/** Two hundred saves take a few seconds of a processor, and more where others work on it too. */
const scheduleTimeoutMs = 120_000
/** Far more than any schedule needs; a save that goes round in circles ends here. */
const runLimit = 60

/** `invalid-grant` is the token exchange's, which the account's tests disturb. */
const webApiFaults = faultKinds.filter((kind) => kind !== 'invalid-grant')

/** What happens to the n-th call: a fault of Spotify's, or the process is killed before or after Spotify has done it. */
type Mishap = FaultKind | 'killed-before' | 'killed-after'
const mishaps: readonly Mishap[] = [...webApiFaults, 'killed-before', 'killed-after']

type Ending = { readonly world: SpotifyWorld; readonly job: SaveJob; readonly pauses: readonly SaveJob[] }

/** Runs a save to its end under mishaps that hit calls by their number; whatever it waits for comes. */
async function saveUnder(mishapsByCall: ReadonlyMap<number, Mishap>): Promise<Ending> {
  const world = createSpotifyWorld()
  const { fake, clock } = world
  const wished = madeUpJob(songCount)
  const store = createMemorySaveStore([wished])
  const pauses: SaveJob[] = []
  const zombies: (() => void)[] = []
  let callNumber = 0

  for (let runCount = 0; runCount < runLimit; runCount++) {
    let kill = () => {}
    const killed = new Promise<'killed'>((resolve) => (kill = () => resolve('killed')))
    /** The process is gone: it gets no answer, or one long after another process went on with its save. */
    const die = async (answer: Response) => {
      kill()
      await new Promise<void>((resolve) => zombies.push(resolve))
      return answer
    }
    const fetchOrDie: NonNullable<SpotifyApiParts['fetch']> = async (input, init) => {
      const mishap = mishapsByCall.get(callNumber++)
      const request = toFakeRequest(input, init)
      if (mishap === 'killed-before') return die(new Response(null, { status: 500 }))
      if (mishap === 'killed-after') return die(await fake.answer(request))
      if (mishap !== undefined) fake.faults.add({ kind: mishap })
      return fake.answer(request)
    }
    const run = runOnce(world, store, { saveId: wished.saveId, ownerId: `process ${runCount}`, fetch: fetchOrDie })
    if ((await Promise.race([run, killed])) === 'killed') {
      clock.goTo(clock.now() + leaseMs)
      continue
    }
    const job = await store.read(wished.saveId)
    if (job === undefined) throw new Error('the save is gone')
    if (job.status !== 'open') {
      for (const wake of zombies) wake()
      await new Promise(setImmediate)
      return { world, job: (await store.read(wished.saveId)) ?? job, pauses }
    }
    pauses.push(job)
    if (job.runAfterMs === undefined) store.resume(wished.saveId, clock.now())
    else clock.goTo(job.runAfterMs)
  }
  throw new Error(`not done after ${runLimit} runs`)
}

/** What went wrong in the end, in words; nothing is what is expected. */
function harmOf({ world, job, pauses }: Ending, playlistLimit = 1): string[] {
  const { progress, status } = job
  const { playlists, violations } = world.fake.state
  const saved = playlists.get(progress.spotifyPlaylistId ?? '')
  // Either it says until when, or what the listener has to do.
  const isExplained = ({ progress: { problem }, runAfterMs }: SaveJob) =>
    runAfterMs !== undefined || /^SPOTIFY_(RECONNECT|NOT_ALLOWED|PREMIUM_REQUIRED|FORBIDDEN)$/.test(problem?.code ?? '')
  return [
    ...violations,
    ...(status === 'done' ? [] : [`the save ended as ${status}`]),
    ...(playlists.size <= playlistLimit ? [] : [`${playlists.size} playlists were made`]),
    ...(saved?.songIds.join() === progress.wishedSongIds.join() ? [] : [`the songs are not those wished: ${saved?.songIds.length}`]),
    ...(progress.rewriteCount === 0 ? [] : ['songs were doubled or misplaced before the reading back mended it']),
    ...(progress.replaced.length + progress.leftOut.length === 0 ? [] : ['songs were replaced or left out']),
    ...(saved?.coverBase64 !== undefined || progress.coverProblem !== undefined ? [] : ['the cover is missing without a word']),
    ...(pauses.every(isExplained) ? [] : ['it waited without saying for what']),
  ]
}

describe('a save of 250 songs', () => {
  test('makes ten calls when nothing happens', async () => {
    const ending = await saveUnder(new Map())
    expect(ending.world.fake.state.calls).toHaveLength(callCount)
    expect(harmOf(ending)).toEqual([])
  })

  test.each(mishaps)('is complete, in order and there once after %s at any one of its calls', async (mishap) => {
    for (let call = 0; call < callCount; call++) expect(harmOf(await saveUnder(new Map([[call, mishap]])))).toEqual([])
  })

  test(
    `is complete and in order after each of ${randomScheduleCount} random schedules of mishaps`,
    async () => {
      for (let seed = 1; seed <= randomScheduleCount; seed++) {
        const random = seededNumbers(seed)
        const pick = (count: number) => Math.floor(random() * count)
        const schedule = new Map(Array.from({ length: 1 + pick(8) }, () => [pick(24), mishaps[pick(mishaps.length)] ?? 'slow'] as const))
        const goneCount = [...schedule.values()].filter((mishap) => mishap === 'not-found').length
        // A playlist that Spotify calls gone twice in a row is made anew.
        expect(harmOf(await saveUnder(schedule), goneCount < 2 ? 1 : goneCount), `seed ${seed}`).toEqual([])
      }
    },
    scheduleTimeoutMs,
  )

  test('waits for the end of a daily quota, says so, and goes on then', async () => {
    const ending = await saveUnder(new Map([[3, 'quota-exceeded']]))
    const [pause] = ending.pauses
    expect(pause?.progress.problem?.code).toBe('SPOTIFY_QUOTA_EXCEEDED')
    expect(pause?.runAfterMs).toBe(1_800_000_000_000 + 5 * 60 * 60 * 1000)
    expect(harmOf(ending)).toEqual([])
    expect(onlyPlaylist(ending.world.fake).songIds).toHaveLength(songCount)
  })
})
