import { describe, expect, test } from 'vitest'

import { ownSongId } from '@/lib/core/songs/own-song-id'
import { madeUpId } from '@/lib/core/songs/test-support'

import type { SaveJob } from './save-job'
import { startProgress } from './save-progress'
import { createMemorySaveStore, createSpotifyWorld, madeUpJob, onlyPlaylist, runOnce, type SpotifyWorld } from './test-support'

/** Runs a save to its end, letting each pause pass. */
async function saveToEnd(world: SpotifyWorld, job: SaveJob, earlier: readonly SaveJob[] = []): Promise<SaveJob> {
  const store = createMemorySaveStore([...earlier, job])
  for (;;) {
    await runOnce(world, store, { saveId: job.saveId, ownerId: 'a' })
    const current = await store.read(job.saveId)
    if (current === undefined || current.status !== 'open') return current ?? job
    world.clock.goTo(current.runAfterMs ?? 0)
  }
}

const callsOf = ({ fake }: SpotifyWorld) => fake.state.calls.map(({ call }) => call)

describe('a save that nothing disturbs', () => {
  test('takes four calls for fifty songs with a cover: create, items, one reading back, cover', async () => {
    const world = createSpotifyWorld()
    const job = madeUpJob(50)
    const { status } = await saveToEnd(world, job)
    expect(status).toBe('done')
    expect(callsOf(world)).toEqual(['createPlaylist', 'replaceItems', 'getPlaylistItems', 'uploadCover'])
    expect(world.fake.state.violations).toEqual([])
    const { songIds, coverBase64, description } = onlyPlaylist(world.fake)
    expect(songIds).toEqual(job.progress.wishedSongIds)
    expect(coverBase64).toBe(job.coverJpegBase64)
    expect(description).toBe('Made for a slow evening. · Attune 5d2c1b0a')
  })

  test('that updates writes over the songs, the name and the description of the earlier one', async () => {
    const world = createSpotifyWorld()
    const first = await saveToEnd(world, madeUpJob(150))
    const second = madeUpJob(30, { saveId: 'ffffffff-0000-4000-8000-000000000002', mode: 'update', name: 'Shorter' })
    const { progress } = await saveToEnd(world, second, [first])
    expect(progress.isUpdate).toBe(true)
    expect(onlyPlaylist(world.fake)).toMatchObject({ name: 'Shorter', songIds: second.progress.wishedSongIds })
  })
})

describe('songs that Spotify does not have or does not play here', () => {
  test('of the listener’s own music without a Spotify id are never sent, and told', async () => {
    const world = createSpotifyWorld()
    const own = ownSongId('mine')
    const job = madeUpJob(0, { progress: startProgress([madeUpId(1), own, madeUpId(2)]) })
    const { progress, status } = await saveToEnd(world, job)
    expect(status).toBe('done')
    expect(onlyPlaylist(world.fake).songIds).toEqual([madeUpId(1), madeUpId(2)])
    expect(progress.leftOut).toEqual([{ songId: own, reason: 'not-at-spotify' }])
    expect(progress.replaced).toEqual([])
    expect(world.fake.state.violations).toEqual([])
  })

  test('are found among a hundred by halves, replaced where they stood, and told', async () => {
    const world = createSpotifyWorld()
    const job = madeUpJob(120)
    world.fake.state.goneSongIds.add(madeUpId(38))
    world.fake.state.restrictions.set(madeUpId(110), 'explicit')
    const { progress } = await saveToEnd(world, job)
    const { songIds } = onlyPlaylist(world.fake)
    expect(songIds).toHaveLength(120)
    expect(songIds.filter((songId, index) => songId !== job.progress.wishedSongIds[index])).toEqual([songIds[37], songIds[109]])
    expect(progress.replaced).toEqual([
      { songId: madeUpId(38), reason: 'gone', byId: songIds[37] },
      { songId: madeUpId(110), reason: 'restricted', byId: songIds[109] },
    ])
  })

  test('are left out and listed where nothing else can be played either', async () => {
    const world = createSpotifyWorld()
    const job = madeUpJob(3)
    const gone = madeUpId(2)
    for (const songId of [gone, `x${gone.slice(1, -1)}1`, `x${gone.slice(1, -1)}2`]) world.fake.state.restrictions.set(songId, 'market')
    const { progress } = await saveToEnd(world, job)
    expect(onlyPlaylist(world.fake).songIds).toEqual([madeUpId(1), madeUpId(3)])
    expect(progress.leftOut).toEqual([{ songId: gone, reason: 'not-in-your-country' }])
  })

  test.each([true, false])(
    'but are played from another release count as there; Spotify names the first one: %s',
    async (tellsLinkedFrom) => {
      const world = createSpotifyWorld()
      world.fake.state.tellsLinkedFrom = tellsLinkedFrom
      world.fake.state.relinkedSongIds.set(madeUpId(2), 'r'.repeat(22))
      const job = madeUpJob(5)
      expect((await saveToEnd(world, job)).progress.replaced).toEqual([])
      expect(onlyPlaylist(world.fake).songIds).toEqual(job.progress.wishedSongIds)
    },
  )
})

describe('a playlist that others touch', () => {
  test('is written again where something was added to it meanwhile', async () => {
    const world = createSpotifyWorld()
    const store = createMemorySaveStore([madeUpJob(250)])
    let isTouched = false
    const fetch: typeof world.apiParts.fetch = async (input, init) => {
      const response = await world.apiParts.fetch?.(input, init)
      const [playlist] = world.fake.state.playlists.values()
      if (!isTouched && playlist?.songIds.length === 200) {
        isTouched = true
        playlist.songIds = playlist.songIds.toSpliced(50, 0, madeUpId(9_999))
      }
      return response ?? Response.error()
    }
    const { saveId, progress } = madeUpJob(250)
    await runOnce(world, store, { saveId, ownerId: 'a', fetch })
    expect((await store.read(saveId))?.status).toBe('done')
    expect(onlyPlaylist(world.fake).songIds).toEqual(progress.wishedSongIds)
  })

  test('is made anew where Spotify has it no more, and the old one is not asked for again', async () => {
    const world = createSpotifyWorld()
    const first = await saveToEnd(world, madeUpJob(20))
    world.fake.state.playlists.clear()
    const second = madeUpJob(10, { saveId: 'ffffffff-0000-4000-8000-000000000002', mode: 'update' })
    const { progress, status } = await saveToEnd(world, second, [first])
    expect(status).toBe('done')
    expect(progress.isUpdate).toBe(false)
    expect(onlyPlaylist(world.fake).songIds).toEqual(second.progress.wishedSongIds)
  })

  test('is made anew where it belongs to the account that was connected before', async () => {
    const world = createSpotifyWorld()
    const first = await saveToEnd(world, madeUpJob(20))
    const old = onlyPlaylist(world.fake)
    world.fake.state.playlists.set(old.playlistId, { ...old, ownerId: 'ben' })
    const second = madeUpJob(10, { saveId: 'ffffffff-0000-4000-8000-000000000002', mode: 'update' })
    expect((await saveToEnd(world, second, [first])).status).toBe('done')
    expect([...world.fake.state.playlists.values()].map(({ ownerId, songIds }) => [ownerId, songIds.length])).toEqual([
      ['ben', 20],
      ['ada', 10],
    ])
  })
})

describe('what Spotify keeps refusing', () => {
  test('ends a save as failed, with what Spotify said', async () => {
    const world = createSpotifyWorld()
    world.fake.faults.add({ kind: 'payload-too-large', call: 'createPlaylist', times: 50 })
    const { status, progress } = await saveToEnd(world, madeUpJob(5))
    expect(status).toBe('failed')
    expect(progress.problem).toEqual({
      code: 'SPOTIFY_REFUSED',
      message: 'Spotify refused this. It says: Request entity too large (status 413)',
    })
  })

  test('of a cover leaves the playlist done, and says why the cover is missing', async () => {
    const world = createSpotifyWorld()
    world.fake.faults.add({ kind: 'payload-too-large', call: 'uploadCover' })
    const { status, progress } = await saveToEnd(world, madeUpJob(5))
    expect(status).toBe('done')
    expect(progress.coverProblem?.code).toBe('SPOTIFY_REFUSED')
  })
})
