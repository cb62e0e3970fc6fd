import 'server-only'

import { readFile } from 'node:fs/promises'
import path from 'node:path'

import { AppError } from '@/lib/core/app-error'
import { openSongIndex } from '@/lib/core/songs/open-song-index'
import type { SongIndex } from '@/lib/core/songs/song-index'

const indexFile = path.join('public', 'models', 'song-index-v1', 'song-index.bin')

let opened: Promise<SongIndex> | undefined

async function readSongIndex(): Promise<SongIndex> {
  let bytes: Uint8Array
  try {
    bytes = await readFile(path.join(process.cwd(), indexFile))
  } catch (cause) {
    throw new AppError('INDEX_UNREADABLE', `The song index was not found; it is expected at ${indexFile}.`, { cause })
  }
  return openSongIndex(bytes)
}

/** Returns the song index, which is read once a process; a failed reading is tried again at the next call. */
export function loadSongIndex(): Promise<SongIndex> {
  opened ??= readSongIndex().catch((error: unknown) => {
    opened = undefined
    throw error
  })
  return opened
}
