import 'server-only'

/** How often work is looked for that nobody told of: that of a process that died, or of another instance. */
const lookEveryMs = 30_000

/** What a worker works on: one listener's work at a time, several listeners' at once. */
export type WorkerParts = {
  /** What it does, for the log. */
  readonly name: string
  /** Listeners for whom something is due. */
  readonly findDue: (nowMs: number) => Promise<readonly string[]>
  /** When something is due next that is not due yet. */
  readonly findNextDueAtMs: (nowMs: number) => Promise<number | undefined>
  /** Works for a listener until nothing is due, or `isStopped` says so; false where another process is at it. */
  readonly workFor: (listenerId: string, isStopped: () => boolean) => Promise<boolean>
  readonly now: () => number
}

/** Does work as it becomes due. */
export type Worker = {
  /** Looks now, because there may be something due. */
  readonly wake: () => void
  /** Takes on nothing more, and returns when what runs is done or waits. */
  readonly stop: () => Promise<void>
}

/** Starts a worker; it keeps no process alive. What fails is logged and taken up again later. */
export function startWorker({ name, findDue, findNextDueAtMs, workFor, now }: WorkerParts): Worker {
  const running = new Map<string, Promise<void>>()
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let looking: Promise<void> = Promise.resolve()

  const wake = () => {
    looking = looking.then(look).catch((error: unknown) => {
      console.error(`${name}: what is due could not be read:`, error)
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
    for (const listenerId of new Set(await findDue(nowMs))) {
      if (!running.has(listenerId)) running.set(listenerId, work(listenerId))
    }
    const nextDueAtMs = (await findNextDueAtMs(nowMs)) ?? Infinity
    lookIn(Math.min(lookEveryMs, Math.max(0, nextDueAtMs - now())))
  }

  async function work(listenerId: string): Promise<void> {
    try {
      // What it has to wait for has a time now.
      if (await workFor(listenerId, () => isStopped)) wake()
    } catch (error) {
      console.error(`${name} stopped; it is taken up again:`, error)
    } finally {
      running.delete(listenerId)
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
