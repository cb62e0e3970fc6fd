import path from 'node:path'

import { migrate } from '../../scripts/migrate.mjs'
import { startServer } from '../../scripts/serve.mjs'

import { rootDir } from './paths'

/** Beside the port of the journeys' common server, which goes on meanwhile. */
export const ownServerPort = Number(process.env['E2E_PORT'] ?? 3210) + 1

/**
 * Starts a server of one's own over the database in a folder; it can be stopped and started again over the same one. `env` says what else
 * it is told.
 */
export async function startOwnServer(folder: string, env: Readonly<Record<string, string>> = {}) {
  const databaseUrl = `file:${path.join(folder, 'attune.db')}`
  await migrate({ databaseUrl, migrationsDir: path.join(rootDir, 'prisma/migrations') })
  return startServer({ port: ownServerPort, env: { DATABASE_URL: databaseUrl, ...env } })
}
