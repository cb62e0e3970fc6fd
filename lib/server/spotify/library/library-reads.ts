import 'server-only'

import type { SpotifyLibrary } from '@/lib/contracts/spotify-library-api'
import { errorCodes } from '@/lib/core/app-error'

import type { Db } from '../../db'

/** Begins to read the listener's library at Spotify, because they said so; one that is being read or waits goes on. */
export async function requestLibrary(
  db: Db,
  { listenerId, nowMs }: { readonly listenerId: string; readonly nowMs: number },
): Promise<void> {
  const now = new Date(nowMs)
  const resumed = await db.libraryRead.updateMany({ where: { listenerId, finishedAt: null }, data: { runAfter: now } })
  if (resumed.count > 0) return
  const fresh = {
    startedAt: now,
    finishedAt: null,
    source: 'saved',
    offset: 0,
    totalCount: null,
    runAfter: now,
    problemCode: null,
    problem: null,
  }
  await db.libraryRead.upsert({ where: { listenerId }, update: fresh, create: { listenerId, ...fresh } })
}

/** Tells how far it came. */
export async function readLibrary(db: Db, listenerId: string): Promise<SpotifyLibrary> {
  const [read, readCount] = await Promise.all([
    db.libraryRead.findUnique({ where: { listenerId } }),
    db.librarySong.count({ where: { listenerId } }),
  ])
  if (read === null) return { state: 'none' }
  const { finishedAt, totalCount, runAfter, problem } = read
  if (finishedAt !== null) return { state: 'done', songCount: readCount, readAtMs: finishedAt.getTime() }
  const code = errorCodes.find((known) => known === read.problemCode)
  if (code === undefined || problem === null) return { state: 'reading', readCount, ...(totalCount === null ? {} : { totalCount }) }
  return { state: 'paused', readCount, code, message: problem, ...(runAfter === null ? {} : { resumeAtMs: runAfter.getTime() }) }
}

/** Deletes what was read. */
export async function forgetLibrary(db: Db, listenerId: string): Promise<void> {
  await db.$transaction([db.libraryRead.deleteMany({ where: { listenerId } }), db.librarySong.deleteMany({ where: { listenerId } })])
}

/** The ids of the songs that the listener knows from Spotify; empty for whoever did not want it read. */
export async function readFamiliarSongIds(db: Db, listenerId: string): Promise<ReadonlySet<string>> {
  const rows = await db.librarySong.findMany({ where: { listenerId }, select: { songId: true } })
  return new Set(rows.map(({ songId }) => songId))
}
