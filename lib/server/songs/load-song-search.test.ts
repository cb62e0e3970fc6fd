import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

import { afterEach, beforeEach, expect, it, vi } from 'vitest'

import { AppError } from '@/lib/core/app-error'
import { madeUpSongs, writeMadeUpIndex } from '@/lib/core/songs/test-support'

let folder: string
const file = () => path.join(folder, 'public', 'models', 'song-index-v2', 'song-index.bin')

/** Imports the loader anew, as another process would. */
async function freshLoader() {
  globalThis.attuneSongSearch = undefined
  vi.resetModules()
  return (await import('./load-song-search')).loadSongSearch
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'attune-index-'))
  vi.spyOn(process, 'cwd').mockReturnValue(folder)
  await mkdir(path.dirname(file()), { recursive: true })
})

afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true, force: true })
})

it('opens the index once a process', async () => {
  await writeFile(file(), writeMadeUpIndex(madeUpSongs(12)))
  const loadSongSearch = await freshLoader()
  const [one, other] = await Promise.all([loadSongSearch(), loadSongSearch()])
  expect(one.songIndex.songCount).toBe(12)
  expect(other).toBe(one)
})

it('says where the index is expected, and finds it at the next call once it is there', async () => {
  const loadSongSearch = await freshLoader()
  const failure = await loadSongSearch().catch((error: unknown) => error)
  // the module was imported anew, so its AppError is another class of the same name
  expect(failure).toMatchObject({
    name: AppError.name,
    code: 'INDEX_UNREADABLE',
    message: expect.stringContaining('song-index-v2') as string,
  })
  await writeFile(file(), writeMadeUpIndex(madeUpSongs(3)))
  expect((await loadSongSearch()).songIndex.songCount).toBe(3)
})

it('refuses a broken file with a message about the file', async () => {
  await writeFile(file(), 'not an index, but long enough to look at')
  const loadSongSearch = await freshLoader()
  await expect(loadSongSearch()).rejects.toMatchObject({
    code: 'INDEX_UNREADABLE',
    message: expect.stringContaining('expected ATTUNESI') as string,
  })
})
