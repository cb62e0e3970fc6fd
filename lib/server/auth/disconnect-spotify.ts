import 'server-only'

import type { Db } from '../db'
import { forgetSongs } from '../spotify/songs/song-metadata'

/**
 * Deletes a listener's Spotify account: tokens, sessions in every browser, saves, the library read. What the listener made in Attune stays. The deleted
 * bytes are overwritten in the file, and the log of recent writes is emptied, so that nothing of it can be read from the disk either.
 */
export async function disconnectSpotify(db: Db, listenerId: string): Promise<void> {
  await db.$transaction(async (tables) => {
    await tables.$queryRaw`PRAGMA secure_delete = ON`
    await tables.saveJob.deleteMany({ where: { listenerId } })
    await tables.saveLease.deleteMany({ where: { listenerId } })
    // Its accounts, sessions and library go with it.
    await tables.user.deleteMany({ where: { listenerId } })
  })
  await db.$queryRaw`PRAGMA wal_checkpoint(TRUNCATE)`
  forgetSongs(listenerId)
}
