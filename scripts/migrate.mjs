import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

/** How long to wait for another process that is writing. */
const busyTimeoutMs = 10_000

/** Prisma Migrate's own table, so that its command line understands a database that was made here. */
const historyTable = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" TEXT PRIMARY KEY NOT NULL,
  "checksum" TEXT NOT NULL,
  "finished_at" DATETIME,
  "migration_name" TEXT NOT NULL,
  "logs" TEXT,
  "rolled_back_at" DATETIME,
  "started_at" DATETIME NOT NULL DEFAULT current_timestamp,
  "applied_steps_count" INTEGER UNSIGNED NOT NULL DEFAULT 0
)`

function readMigrations(migrationsDir) {
  return readdirSync(migrationsDir)
    .filter((name) => existsSync(path.join(migrationsDir, name, 'migration.sql')))
    .sort()
    .map((name) => {
      const sql = readFileSync(path.join(migrationsDir, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    })
}

/**
 * Brings the database at `file:PATH` up to date: applies the migrations that it has not seen, in order, all of them or none.
 * Refuses a migration that was edited after it was applied, and a database that knows migrations which are not here.
 */
export async function migrate({ databaseUrl, migrationsDir }) {
  if (!databaseUrl.startsWith('file:')) throw new Error(`The database address is '${databaseUrl}'; expected file:PATH.`)
  mkdirSync(path.dirname(databaseUrl.slice('file:'.length)), { recursive: true })
  const { createClient } = await import('@libsql/client/sqlite3')
  const client = createClient({ url: databaseUrl, timeout: busyTimeoutMs })
  try {
    // Readers and the writer do not wait for each other; the mode stays with the file.
    await client.execute('PRAGMA journal_mode = WAL')
    // The write lock is taken first, so two starts at once apply nothing twice.
    const transaction = await client.transaction('write')
    try {
      const appliedNames = await applyMissing(transaction, readMigrations(migrationsDir))
      await transaction.commit()
      return { appliedNames }
    } finally {
      transaction.close()
    }
  } finally {
    client.close()
  }
}

async function applyMissing(transaction, migrations) {
  await transaction.execute(historyTable)
  const history = await transaction.execute(
    'SELECT "migration_name", "checksum" FROM "_prisma_migrations" WHERE "finished_at" IS NOT NULL AND "rolled_back_at" IS NULL',
  )
  const checksums = new Map(history.rows.map((row) => [row.migration_name, row.checksum]))
  for (const name of checksums.keys()) {
    if (!migrations.some((migration) => migration.name === name)) {
      throw new Error(
        `The database knows the migration ${name}, which is not here: it was made by a newer Attune. Update, or use another DATABASE_URL.`,
      )
    }
  }
  const appliedNames = []
  for (const { name, sql, checksum } of migrations) {
    const applied = checksums.get(name)
    if (applied !== undefined && applied !== checksum) {
      throw new Error(
        `The migration ${name} was edited after it was applied: found checksum ${checksum.slice(0, 8)}, expected ${String(applied).slice(0, 8)}. ` +
          'Put it back and write a new migration instead.',
      )
    }
    if (applied !== undefined) continue
    try {
      await transaction.executeMultiple(sql)
    } catch (error) {
      throw new Error(`The migration ${name} failed, and nothing of it was kept: ${error.message}`, { cause: error })
    }
    await transaction.execute({
      sql: 'INSERT INTO "_prisma_migrations" ("id", "checksum", "finished_at", "migration_name", "applied_steps_count") VALUES (?, ?, ?, ?, 1)',
      args: [randomUUID(), checksum, Date.now(), name],
    })
    appliedNames.push(name)
  }
  return appliedNames
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const rootDir = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
  const databaseUrl = process.env.DATABASE_URL ?? 'file:./data/attune.db'
  const { appliedNames } = await migrate({ databaseUrl, migrationsDir: path.join(rootDir, 'prisma/migrations') })
  process.stdout.write(appliedNames.length === 0 ? 'The database is up to date.\n' : `Applied ${appliedNames.join(', ')}.\n`)
}
