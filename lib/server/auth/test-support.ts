import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { migrate } from '@/scripts/migrate.mjs'

import { openDb, type Db } from '../db'
import type { TokenKey } from '../env'

import { sealedTokens, type Tokens } from './sealed-tokens'

/** The keys of a server in a test. */
export const testKeys: readonly [TokenKey, ...TokenKey[]] = [{ id: 'summer', key: Buffer.alloc(32, 1) }]

/** A database of a test's own: opened as often as the test has processes, and removed with its file. */
export async function makeTestDatabase() {
  const folder = mkdtempSync(path.join(tmpdir(), 'attune-auth-'))
  const databaseUrl = `file:${path.join(folder, 'attune.db')}`
  await migrate({ databaseUrl, migrationsDir: path.join(process.cwd(), 'prisma/migrations') })
  const opened: Db[] = []
  return {
    folder,
    databaseUrl,
    open: () => {
      const db = openDb(databaseUrl)
      opened.push(db)
      return db
    },
    remove: async () => {
      for (const db of opened) await db.$disconnect()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Stores a listener who is connected to Spotify since a day ago. */
export async function storeConnectedListener(db: Db, listenerId: string, tokens: Partial<Tokens> = {}, tokenKeys = testKeys) {
  const providerAccountId = `spotify-user-of-${listenerId}`
  const dayAgo = new Date(Date.now() - 24 * 60 * 60 * 1000)
  await db.user.create({
    data: {
      name: 'Ada',
      listener: { connectOrCreate: { where: { id: listenerId }, create: { id: listenerId } } },
      accounts: {
        create: {
          provider: 'spotify',
          providerAccountId,
          type: 'oauth',
          scope: 'playlist-modify-private',
          consentedAt: dayAgo,
          ...sealedTokens(
            { accessToken: 'access-0', refreshToken: 'refresh-0', accessExpiresAt: new Date(Date.now() + 3_600_000), ...tokens },
            providerAccountId,
            tokenKeys,
          ),
          refreshedAt: dayAgo,
        },
      },
    },
  })
}
