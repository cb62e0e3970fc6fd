import 'server-only'

import { getDb } from '../../db'
import { createListenerApi } from '../listener-api'
import { rememberTracks } from '../songs/song-metadata'
import type { Worker } from '../start-worker'

import { findNextBest } from './find-next-best'
import { createPrismaSaveStore } from './prisma-save-store'
import { startSaveWorker } from './save-worker'

declare global {
  // On globalThis, because the bundler may give each route a copy of this module.
  var attuneSaveWorker: Worker | undefined
}

/** The one worker of this process; the first call starts it. */
export function getSaveWorker(): Worker {
  globalThis.attuneSaveWorker ??= startSaveWorker({
    store: createPrismaSaveStore(getDb()),
    createApi: createListenerApi,
    findNextBest,
    onReadBack: rememberTracks,
  })
  return globalThis.attuneSaveWorker
}
