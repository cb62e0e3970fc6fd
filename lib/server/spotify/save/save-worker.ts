import 'server-only'

import { randomUUID } from 'node:crypto'

import type { SpotifyApi } from '../spotify-api'

import { leaseMs, runSave } from './run-save'
import type { FindNextBest } from './save-context'
import type { SaveStore } from './save-job'

/** How often saves are looked for that nobody told of: those of a process that died, or of another instance. */
const lookEveryMs = 30_000

/** What a worker needs; clock and timers can be others in a test. */
export type SaveWorkerParts = {
  readonly store: SaveStore
  /** The calls of Spotify for a listener; `beforeCall` comes before each. */
  readonly createApi: (listenerId: string, beforeCall: () => Promise<void>) => SpotifyApi
  readonly findNextBest: FindNextBest
  readonly now?: () => number
}

/** Runs saves as they become due, those of one listener one after another. */
export type SaveWorker = {
  /** Looks now, because there may be something due. */
  readonly wake: () => void
  /** Takes on nothing more, and returns when what runs is done or waits. */
  readonly stop: () => Promise<void>
}

/** Starts a worker; it keeps no process alive. */
export function startSaveWorker({ store, createApi, findNextBest, now = Date.now }: SaveWorkerParts): SaveWorker {
  const ownerId = randomUUID()
  const running = new Map<string, Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let looking: Promise<void> = Promise.resolve()

  const wake = () => {
    looking = looking.then(look).catch((error: unknown) => {
      console.error('Saves could not be looked for:', error)
      lookIn(lookEveryMs)
    })
  }

  const lookIn = (durationMs: number) => {
    clearTimeout(timer)
    if (!isStopped) timer = setTimeout(wake, durationMs).unref()
  }

  async function look(): Promise<void> {
    if (isStopped) return
    const nowMs = now()
    for (const { listenerId } of await store.findDue(nowMs)) {
      if (running.has(listenerId)) continue
      running.set(
        listenerId,
        workFor(listenerId)
          .catch((error: unknown) => console.error('A save stopped; it is taken up again:', error))
          .finally(() => running.delete(listenerId)),
      )
    }
    const nextDueAtMs = (await store.findNextDueAtMs(nowMs)) ?? Infinity
    lookIn(Math.min(lookEveryMs, Math.max(0, nextDueAtMs - now())))
  }

  async function workFor(listenerId: string): Promise<void> {
    const nowMs = now()
    if (!(await store.takeLease({ listenerId, ownerId, nowMs, untilMs: nowMs + leaseMs }))) return
    try {
      for (let isOurs = true; isOurs && !isStopped;) {
        const due = (await store.findDue(now())).find((save) => save.listenerId === listenerId)
        const job = due === undefined ? undefined : await store.read(due.saveId)
        if (job === undefined) break
        const api = (beforeCall: () => Promise<void>) => createApi(listenerId, beforeCall)
        isOurs = await runSave({ store, ownerId, now, findNextBest, createApi: api }, job)
      }
    } finally {
      await store.releaseLease({ listenerId, ownerId })
      // What it has to wait for has a time now.
      wake()
    }
  }

  wake()
  return {
    wake,
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      await looking
      await Promise.all(running.values())
    },
  }
}
