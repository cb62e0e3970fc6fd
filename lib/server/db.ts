import 'server-only'

import { getEnv } from './env'
import { PrismaClient } from './generated/client'
import { KeptConnectionLibSql } from './kept-connection'

/** How long to wait for another process that is writing; requests of this one queue up before the driver. */
const busyTimeoutMs = 5_000

/** The database of one address, as Prisma's client. */
export type Db = PrismaClient

/** Opens the database at `file:PATH`; its tables are made before the server starts, by scripts/migrate.mjs. */
export function openDb(databaseUrl: string): Db {
  return new PrismaClient({ adapter: new KeptConnectionLibSql({ url: databaseUrl, timeout: busyTimeoutMs }) })
}

declare global {
  // Kept on globalThis because the development server loads this module anew after every edit.
  var attuneDb: Db | undefined
}

/** The one database of this process. */
export function getDb(): Db {
  globalThis.attuneDb ??= openDb(getEnv().databaseUrl)
  return globalThis.attuneDb
}
