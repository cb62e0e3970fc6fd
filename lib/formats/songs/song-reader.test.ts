import { describe, expect, test } from 'vitest'

import { openSongIndex } from '@/lib/core/songs/open-song-index'
import { songAt } from '@/lib/core/songs/song-at'
import { isOwnSongId } from '@/lib/core/songs/own-song-id'

import { readGenerated } from '../test-support'
import { answerCall, type RunningTasks, type WorkerEvents, type WorkerRequest } from '../worker-calls'

import { createSongReader } from './song-reader'
import { createSongSession, type SongResult, type SongTask } from './song-session'

/** Does what `song.worker.ts` does, every message copied and moved as between threads. */
function startWorker(events: WorkerEvents<SongResult>) {
  const perform = createSongSession()
  const running: RunningTasks = new Map()
  return {
    post: (request: WorkerRequest<SongTask>, moved: Transferable[] = []) => {
      const copy = structuredClone(request, { transfer: moved })
      void answerCall(copy, running, perform, (reply, transfer = []) => events.onReply(structuredClone(reply, { transfer })))
    },
    terminate: () => undefined,
  }
}

const plainTable = readGenerated('e2e/fixtures/songs/plain-table/songs.csv')
const vectorsOf = (songCount: number) => Float32Array.from({ length: songCount * 128 }, (_, at) => Math.sin(at))

describe('createSongReader', () => {
  test('reads files and hands over songs by their places', async () => {
    const reader = createSongReader(startWorker)
    const shares: number[] = []
    const summary = await reader.read([plainTable], { onProgress: (share) => shares.push(share) })
    expect(summary).toEqual({ songCount: 36, notes: [], formatNames: ['a CSV with titles and artists'] })
    expect(shares.at(-1)).toBe(1)
    const [third, first] = await reader.songs([2, 0])
    expect(first?.title).toBe('Amber Harbour')
    expect(third?.artists).toEqual(['Ida Vesterholt'])
    await expect(reader.songs([36])).rejects.toMatchObject({ code: 'INTERNAL' })
  })

  test('writes the songs at some places as an index, under ids of their own where Spotify’s are not known, with what was learned of them', async () => {
    const reader = createSongReader(startWorker)
    await reader.read([plainTable])
    await reader.learn([{ place: 5, features: { energy: 0.9, valence: 0.1 } }])
    const index = openSongIndex(await reader.write({ spaceId: 'space', places: [5, 7, 9], vectors: [vectorsOf(1), vectorsOf(2)] }))
    expect([index.songCount, index.spaceId]).toEqual([3, 'space'])
    const songs = [0, 1, 2].map((position) => songAt(index, position))
    for (const { songId } of songs) expect(isOwnSongId(songId)).toBe(true)
    expect(songs.find(({ features }) => features.energy === 0.9)?.features).toEqual({ energy: 0.9, valence: 0.1 })
  })

  test('rejects what was under way when it is disposed of', async () => {
    const reader = createSongReader(startWorker)
    const reading = reader.read([plainTable])
    reader.dispose()
    await expect(reading).rejects.toMatchObject({ code: 'INTERNAL', message: 'Reading was stopped.' })
  })
})
