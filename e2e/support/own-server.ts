import path from 'node:path'

import { migrate } from '../../scripts/migrate.mjs'
import { startServer } from '../../scripts/serve.mjs'

import { rootDir } from './paths'

/** Beside the port of the journeys' common server, which goes on meanwhile. */
const port = Number(process.env['E2E_PORT'] ?? 3210) + 1

/** Starts a server of one's own over the database in a folder; it can be stopped and started again over the same one. */
export async function startOwnServer(folder: string) {
  const databaseUrl = `file:${path.join(folder, 'attune.db')}`
  await migrate({ databaseUrl, migrationsDir: path.join(rootDir, 'prisma/migrations') })
  return startServer({ port, env: { DATABASE_URL: databaseUrl } })
}
