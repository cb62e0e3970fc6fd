import { describe, expect, test } from 'vitest'

import { createMemorySaveStore, createSpotifyWorld, madeUpJob, onlyPlaylist, runOnce } from './test-support'

describe('a save that nothing disturbs', () => {
  test('takes four calls for fifty songs with a cover: create, items, one reading back, cover', async () => {
    const world = createSpotifyWorld()
    const job = madeUpJob(50)
    const store = createMemorySaveStore([job])
    await runOnce(world, store, { saveId: job.saveId, ownerId: 'a' })
    expect(world.fake.state.calls.map(({ call }) => call)).toEqual(['createPlaylist', 'replaceItems', 'getPlaylistItems', 'uploadCover'])
    expect(world.fake.state.violations).toEqual([])
    expect((await store.read(job.saveId))?.status).toBe('done')
    const { songIds, coverBase64, description } = onlyPlaylist(world.fake)
    expect(songIds).toEqual(job.progress.wishedSongIds)
    expect(coverBase64).toBe(job.coverJpegBase64)
    expect(description).toBe('Made for a slow evening. · Attune 5d2c1b0a')
  })
})
