import 'server-only'

import { randomUUID } from 'node:crypto'

import type { Db } from '../../db'
import { pauseAfter } from '../pause-after'
import { callTimeoutMs, type SpotifyApi } from '../spotify-api'
import { startWorker, type Worker } from '../start-worker'

/** How long a process may go without a sign of life; longer than a call may take, a renewed token included. */
const leaseMs = 6 * callTimeoutMs

type LibraryWorkerParts = {
  readonly db: Db
  readonly createApi: (listenerId: string) => SpotifyApi
  readonly now?: () => number
}

type LibraryRow = NonNullable<Awaited<ReturnType<Db['libraryRead']['findUnique']>>>

/** Starts reading libraries that were asked for, page by page, from where an earlier process stood. */
export function startLibraryWorker({ db, createApi, now = Date.now }: LibraryWorkerParts): Worker {
  const ownerId = randomUUID()
  const isFree = (nowMs: number) => ({ OR: [{ leaseUntil: null }, { leaseUntil: { lte: new Date(nowMs) } }] })
  return startWorker({
    name: 'Reading libraries at Spotify',
    now,
    async findDue(nowMs) {
      const due = await db.libraryRead.findMany({
        where: { runAfter: { lte: new Date(nowMs) }, ...isFree(nowMs) },
        select: { listenerId: true },
      })
      return due.map(({ listenerId }) => listenerId)
    },
    async findNextDueAtMs(nowMs) {
      // One that waits, or one that somebody works on, who may be gone when the lease runs out.
      const [next, lease] = await Promise.all([
        db.libraryRead.aggregate({ where: { runAfter: { gt: new Date(nowMs) } }, _min: { runAfter: true } }),
        db.libraryRead.aggregate({ where: { leaseUntil: { gt: new Date(nowMs) } }, _min: { leaseUntil: true } }),
      ])
      const times = [next._min.runAfter, lease._min.leaseUntil].flatMap((time) => time?.getTime() ?? [])
      return times.length === 0 ? undefined : Math.min(...times)
    },
    async workFor(listenerId, isStopped) {
      const api = createApi(listenerId)
      const taken = await db.libraryRead.updateMany({
        where: { listenerId, runAfter: { lte: new Date(now()) }, ...isFree(now()) },
        data: { leaseOwner: ownerId, leaseUntil: new Date(now() + leaseMs) },
      })
      if (taken.count === 0) return false
      try {
        for (let failureCount = 0; !isStopped();) {
          const read = await db.libraryRead.findUnique({ where: { listenerId, leaseOwner: ownerId } })
          if (read === null || read.runAfter === null || read.runAfter.getTime() > now()) break
          try {
            await readPage({ db, api, read, now })
            failureCount = 0
          } catch (error) {
            failureCount += 1
            const { code, message, runAfterMs } = pauseAfter(error, failureCount, now())
            const runAfter = runAfterMs === undefined ? null : new Date(runAfterMs)
            await db.libraryRead.updateMany({
              where: { listenerId, leaseOwner: ownerId },
              data: { problemCode: code, problem: message, runAfter, leaseUntil: new Date(now() + leaseMs) },
            })
          }
        }
        return true
      } finally {
        await db.libraryRead.updateMany({ where: { listenerId, leaseOwner: ownerId }, data: { leaseUntil: null } })
      }
    },
  })
}

/** Reads one page of the saved songs, or of the most played ones after those, and keeps the ids and how far it came together. */
async function readPage({
  db,
  api,
  read,
  now,
}: Pick<LibraryWorkerParts, 'db'> & { readonly api: SpotifyApi; readonly read: LibraryRow; readonly now: () => number }): Promise<void> {
  const { listenerId, startedAt, leaseOwner, source, offset } = read
  const isSaved = source === 'saved'
  const page = isSaved ? await api.getSavedTracks(offset) : await api.getTopTracks(offset)
  const tracks = page.items.map((item) => (item !== undefined && 'track' in item ? item.track : item))
  const songIds = [...new Set(tracks.flatMap((track) => track?.id ?? []))]
  const isLast = page.next === null || page.items.length === 0
  await db.$transaction(async (tables) => {
    const isFinished = isLast && !isSaved
    const kept = await tables.libraryRead.updateMany({
      where: { listenerId, startedAt, leaseOwner },
      data: {
        source: isLast ? 'top' : source,
        offset: isLast ? 0 : offset + page.items.length,
        problemCode: null,
        problem: null,
        leaseUntil: new Date(now() + leaseMs),
        ...(isSaved ? { totalCount: page.total } : {}),
        ...(isFinished ? { finishedAt: new Date(now()), runAfter: null } : {}),
      },
    })
    // The listener disconnected meanwhile or changed their mind, or another process reads on.
    if (kept.count === 0) return
    await tables.librarySong.updateMany({ where: { listenerId, songId: { in: songIds } }, data: { seenAt: startedAt } })
    const known = await tables.librarySong.findMany({ where: { listenerId, songId: { in: songIds } }, select: { songId: true } })
    const knownIds = new Set(known.map(({ songId }) => songId))
    const fresh = songIds.filter((songId) => !knownIds.has(songId))
    await tables.librarySong.createMany({ data: fresh.map((songId) => ({ listenerId, songId, seenAt: startedAt })) })
    // What an earlier reading saw and this one did not is no longer in the library.
    if (isFinished) await tables.librarySong.deleteMany({ where: { listenerId, seenAt: { lt: startedAt } } })
  })
}
