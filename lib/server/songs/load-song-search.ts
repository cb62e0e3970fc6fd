import 'server-only'

import path from 'node:path'

import { getEnv } from '../env'

import { openSongSearch, type SongSearch } from './open-song-search'

declare global {
  // On globalThis, because the bundler may give each route a copy of this module, and the memory would hold as many indexes.
  var attuneSongSearch: Promise<SongSearch> | undefined
}

/** Returns the song index with its search, opened once a process; a failed opening is tried again at the next call. */
export function loadSongSearch(): Promise<SongSearch> {
  globalThis.attuneSongSearch ??= openSongSearch(path.resolve(getEnv().songIndexFile)).catch((error: unknown) => {
    globalThis.attuneSongSearch = undefined
    throw error
  })
  return globalThis.attuneSongSearch
}
