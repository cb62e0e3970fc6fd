import 'server-only'

import type { Db } from '../db'
import { forgetSongs } from '../spotify/songs/song-metadata'
import { writeDatabaseAnew } from '../write-database-anew'

/**
 * Deletes a listener's Spotify account: tokens, sessions in every browser, saves, the library read. What the listener made in Attune
 * stays. The file is written anew without what was deleted, or overwritten by an update long before, and its log is emptied, so that nothing
 * of it can be read from the file either.
 */
export async function disconnectSpotify(db: Db, listenerId: string): Promise<void> {
  await db.$transaction(async (tables) => {
    await tables.saveJob.deleteMany({ where: { listenerId } })
    await tables.saveLease.deleteMany({ where: { listenerId } })
    // Its accounts, sessions and library go with it.
    await tables.user.deleteMany({ where: { listenerId } })
  })
  await writeDatabaseAnew(db)
  forgetSongs(listenerId)
}
