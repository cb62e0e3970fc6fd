import 'server-only'

import type { Db } from '../../db'

import { toSaveJob } from './prisma-save-store'
import { saveNotFound } from './request-save'
import type { SaveJob } from './save-job'

/** Saves of one playlist that are listed. */
const listLimit = 20

/** Reads a save of this listener; throws NOT_FOUND where there is none. */
export async function readSave(db: Db, { saveId, listenerId }: { readonly saveId: string; readonly listenerId: string }): Promise<SaveJob> {
  const row = await db.saveJob.findFirst({ where: { id: saveId, listenerId } })
  if (row === null) throw saveNotFound()
  return toSaveJob(row)
}

/** Lists the saves of a playlist of this listener, newest first. */
export async function listSaves(
  db: Db,
  { playlistId, listenerId }: { readonly playlistId: string; readonly listenerId: string },
): Promise<readonly SaveJob[]> {
  const rows = await db.saveJob.findMany({
    where: { playlistId, listenerId },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: listLimit,
  })
  return rows.map(toSaveJob)
}
