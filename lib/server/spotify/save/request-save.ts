import 'server-only'

import { randomUUID } from 'node:crypto'

import type { SaveRequest } from '@/lib/contracts/save-api'
import { AppError } from '@/lib/core/app-error'
import { isOwnSongId } from '@/lib/core/songs/own-song-id'

import type { Db } from '../../db'
import { playlistNotFound } from '../../playlists/playlist-parts'

import { toSaveJob } from './prisma-save-store'
import { resumeSaves } from './resume-saves'
import type { SaveJob } from './save-job'
import { startProgress } from './save-progress'

/** Saves that one listener may have under way. */
const openLimit = 20

/**
 * Records the wish to save a playlist of this listener, with its songs as they are now; nothing is asked of Spotify yet. The same wish sent
 * twice (the same `saveId`) is recorded once. Saves that waited for the listener go on with it.
 */
export async function requestSave(
  db: Db,
  { listenerId, request, nowMs }: { readonly listenerId: string; readonly request: SaveRequest; readonly nowMs: number },
): Promise<SaveJob> {
  const { saveId = randomUUID(), playlistId, mode, name, description, coverJpegBase64, isPublic } = request
  const known = await findOwn(db, { saveId, listenerId })
  if (known !== undefined) return known
  const songs = await db.playlistSong.findMany({
    where: { playlistId, playlist: { listenerId } },
    orderBy: { position: 'asc' },
    select: { songId: true },
  })
  if (songs.length === 0) throw playlistNotFound()
  if (songs.every(({ songId }) => isOwnSongId(songId))) {
    throw new AppError(
      'INVALID_REQUEST',
      'Not one song of this playlist has a Spotify id: they come from your own music. There is nothing to save there.',
    )
  }
  const openCount = await db.saveJob.count({ where: { listenerId, status: 'open' } })
  if (openCount >= openLimit) throw new AppError('RATE_LIMITED', `${openCount} saves are under way already. Wait until some are done.`)
  const row = await db.saveJob.upsert({
    where: { id: saveId },
    update: {},
    create: {
      id: saveId,
      listenerId,
      playlistId,
      createdAt: new Date(nowMs),
      mode,
      name,
      description,
      isPublic,
      ...(coverJpegBase64 === undefined ? {} : { cover: Buffer.from(coverJpegBase64, 'base64') }),
      progress: startProgress(songs.map(({ songId }) => songId)),
      status: 'open',
      runAfter: new Date(nowMs),
    },
  })
  await resumeSaves(db, { listenerId, nowMs })
  return toSaveJob(row)
}

/** Throws NOT_FOUND for a save of somebody else, as for none. */
async function findOwn(
  db: Db,
  { saveId, listenerId }: { readonly saveId: string; readonly listenerId: string },
): Promise<SaveJob | undefined> {
  const row = await db.saveJob.findUnique({ where: { id: saveId } })
  if (row === null) return undefined
  if (row.listenerId !== listenerId) throw saveNotFound()
  return toSaveJob(row)
}

/** The same words whether it never was, was deleted, or is somebody else's. */
export function saveNotFound(): AppError {
  return new AppError('NOT_FOUND', 'There is no such save among yours; maybe its playlist was deleted.')
}
