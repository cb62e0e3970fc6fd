import 'server-only'

import { randomUUID } from 'node:crypto'

import type { SpotifyApi } from '../spotify-api'
import { startWorker, type Worker } from '../start-worker'

import { leaseMs, runSave, type SaveRun } from './run-save'

/** What a worker needs; the clock can be another in a test. */
export type SaveWorkerParts = Pick<SaveRun, 'store' | 'findNextBest' | 'onReadBack'> & {
  /** The calls of Spotify for a listener; `beforeCall` comes before each. */
  readonly createApi: (listenerId: string, beforeCall: () => Promise<void>) => SpotifyApi
  readonly now?: () => number
}

/** Starts running saves as they become due, those of one listener one after another and in one process only. */
export function startSaveWorker({ store, createApi, now = Date.now, ...parts }: SaveWorkerParts): Worker {
  const ownerId = randomUUID()
  return startWorker({
    name: 'Saving to Spotify',
    now,
    findDue: async (nowMs) => (await store.findDue(nowMs)).map(({ listenerId }) => listenerId),
    findNextDueAtMs: store.findNextDueAtMs,
    async workFor(listenerId, isStopped) {
      const nowMs = now()
      if (!(await store.takeLease({ listenerId, ownerId, nowMs, untilMs: nowMs + leaseMs }))) return false
      try {
        for (let isOurs = true; isOurs && !isStopped();) {
          const due = (await store.findDue(now())).find((save) => save.listenerId === listenerId)
          const job = due === undefined ? undefined : await store.read(due.saveId)
          if (job === undefined) break
          const createOwnApi = (beforeCall: () => Promise<void>) => createApi(listenerId, beforeCall)
          isOurs = await runSave({ ...parts, store, ownerId, now, createApi: createOwnApi }, job)
        }
        return true
      } finally {
        await store.releaseLease({ listenerId, ownerId })
      }
    },
  })
}
