import 'server-only'

import type { Db } from '../../db'

/** Lets the saves of a listener go on that wait for the listener (all of them, or one) or for a time that is still to come (one). */
export async function resumeSaves(
  db: Db,
  { listenerId, saveId, nowMs }: { readonly listenerId: string; readonly saveId?: string; readonly nowMs: number },
): Promise<void> {
  await db.saveJob.updateMany({
    where: { listenerId, status: 'open', ...(saveId === undefined ? { runAfter: null } : { id: saveId }) },
    data: { runAfter: new Date(nowMs) },
  })
}
