import 'server-only'

import { getDb } from '../../db'
import { createListenerApi } from '../listener-api'
import type { Worker } from '../start-worker'

import { startLibraryWorker } from './library-worker'

declare global {
  // On globalThis, because the bundler may give each route a copy of this module.
  var attuneLibraryWorker: Worker | undefined
}

/** The one reader of libraries of this process; the first call starts it. */
export function getLibraryWorker(): Worker {
  globalThis.attuneLibraryWorker ??= startLibraryWorker({ db: getDb(), createApi: createListenerApi })
  return globalThis.attuneLibraryWorker
}
