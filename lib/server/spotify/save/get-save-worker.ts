import 'server-only'

import { getDb } from '../../db'
import { createListenerApi } from '../listener-api'

import { findNextBest } from './find-next-best'
import { createPrismaSaveStore } from './prisma-save-store'
import { startSaveWorker, type SaveWorker } from './save-worker'

declare global {
  // On globalThis, because the bundler may give each route a copy of this module.
  var attuneSaveWorker: SaveWorker | undefined
}

/** The one worker of this process; the first call starts it. */
export function getSaveWorker(): SaveWorker {
  globalThis.attuneSaveWorker ??= startSaveWorker({
    store: createPrismaSaveStore(getDb()),
    createApi: createListenerApi,
    findNextBest,
  })
  return globalThis.attuneSaveWorker
}
