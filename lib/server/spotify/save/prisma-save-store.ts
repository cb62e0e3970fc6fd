import 'server-only'

import { z } from 'zod'

import type { Db } from '../../db'
import { Prisma } from '../../generated/client'

import { pickDue } from './pick-due'
import type { SaveJob, SaveStore } from './save-job'
import { saveProgressSchema } from './save-progress'

/** Saves that are looked at in one go. */
const dueLimit = 50

const modeSchema = z.enum(['update', 'new'])
const statusSchema = z.enum(['open', 'done', 'failed'])

/** Turns a stored row into a save. */
export function toSaveJob(row: NonNullable<Awaited<ReturnType<Db['saveJob']['findUnique']>>>): SaveJob {
  const { id: saveId, listenerId, playlistId, createdAt, name, description, isPublic, cover, runAfter } = row
  return {
    saveId,
    listenerId,
    playlistId,
    createdAtMs: createdAt.getTime(),
    mode: modeSchema.parse(row.mode),
    name,
    description,
    isPublic,
    ...(cover === null ? {} : { coverJpegBase64: Buffer.from(cover).toString('base64') }),
    progress: saveProgressSchema.parse(row.progress),
    status: statusSchema.parse(row.status),
    runAfterMs: runAfter?.getTime(),
  }
}

/** Keeps saves in the database, where they outlive the process. */
export function createPrismaSaveStore(db: Db): SaveStore {
  return {
    async findDue(nowMs) {
      const open = await db.saveJob.findMany({
        where: { status: 'open' },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        select: { id: true, listenerId: true, playlistId: true, mode: true, runAfter: true },
      })
      const jobs = open.map((row) => ({ ...row, saveId: row.id, mode: modeSchema.parse(row.mode), runAfterMs: row.runAfter?.getTime() }))
      return pickDue(jobs, nowMs).slice(0, dueLimit)
    },

    async findNextDueAtMs(nowMs) {
      const later = { gt: new Date(nowMs) }
      const [job, lease] = await Promise.all([
        db.saveJob.findFirst({ where: { status: 'open', runAfter: later }, orderBy: { runAfter: 'asc' }, select: { runAfter: true } }),
        db.saveLease.findFirst({ where: { until: later }, orderBy: { until: 'asc' }, select: { until: true } }),
      ])
      const times = [job?.runAfter, lease?.until].flatMap((time) => time?.getTime() ?? [])
      return times.length === 0 ? undefined : Math.min(...times)
    },

    async read(saveId) {
      const row = await db.saveJob.findUnique({ where: { id: saveId } })
      return row === null ? undefined : toSaveJob(row)
    },

    async takeLease({ listenerId, ownerId, nowMs, untilMs }) {
      const until = new Date(untilMs)
      const { count } = await db.saveLease.updateMany({
        where: { listenerId, OR: [{ until: { lte: new Date(nowMs) } }, { ownerId }] },
        data: { ownerId, until },
      })
      if (count === 1) return true
      try {
        await db.saveLease.create({ data: { listenerId, ownerId, until } })
        return true
      } catch (error) {
        if (error instanceof Prisma.PrismaClientKnownRequestError) return false
        throw error
      }
    },

    async releaseLease({ listenerId, ownerId }) {
      await db.saveLease.deleteMany({ where: { listenerId, ownerId } })
    },

    async write({ saveId, progress, status, runAfterMs }, { listenerId, ownerId, nowMs, untilMs }) {
      // The lease first: once it is prolonged nobody else can take it before the save is written: no transaction is needed.
      const leased = await db.saveLease.updateMany({
        where: { listenerId, ownerId, until: { gt: new Date(nowMs) } },
        data: { until: new Date(untilMs) },
      })
      if (leased.count === 0) return false
      const written = await db.saveJob.updateMany({
        where: { id: saveId },
        data: {
          progress,
          status,
          runAfter: runAfterMs === undefined ? null : new Date(runAfterMs),
          spotifyPlaylistId: progress.spotifyPlaylistId ?? null,
          ...(status === 'open' ? {} : { cover: null }),
        },
      })
      return written.count === 1
    },

    async findEarlierPlaylist({ saveId, listenerId, playlistId }) {
      const earlier = await db.saveJob.findFirst({
        where: { id: { not: saveId }, listenerId, playlistId, spotifyPlaylistId: { not: null } },
        orderBy: { createdAt: 'desc' },
        select: { progress: true },
      })
      const { spotifyPlaylistId, spotifyUrl } = saveProgressSchema.partial().parse(earlier?.progress ?? {})
      return spotifyPlaylistId === undefined || spotifyUrl === undefined ? undefined : { spotifyPlaylistId, spotifyUrl }
    },
  }
}
