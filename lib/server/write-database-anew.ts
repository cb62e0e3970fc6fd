import 'server-only'

import type { Db } from './db'

/**
 * Writes the database's file anew without what was deleted, or overwritten by an update long before, and empties its log, so that nothing of
 * it can be read from the file either.
 */
export async function writeDatabaseAnew(db: Db): Promise<void> {
  await db.$executeRaw`VACUUM`
  await db.$queryRaw`PRAGMA wal_checkpoint(TRUNCATE)`
}
