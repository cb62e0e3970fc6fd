import { execFile } from 'node:child_process'
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

import { createClient } from '@libsql/client/sqlite3'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { migrate } from './migrate.mjs'

describe('migrate', () => {
  let folder = ''
  let databaseUrl = ''
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'attune-migrate-'))
    databaseUrl = `file:${folder}/deep/er/attune.db`
    writeMigration('1_first', 'CREATE TABLE "A" ("id" TEXT); INSERT INTO "A" VALUES (\'kept\');')
  })
  afterEach(() => rmSync(folder, { recursive: true }))

  const migrationsDir = () => path.join(folder, 'migrations')
  const run = () => migrate({ databaseUrl, migrationsDir: migrationsDir() })

  function writeMigration(name: string, sql: string): void {
    mkdirSync(path.join(migrationsDir(), name), { recursive: true })
    writeFileSync(path.join(migrationsDir(), name, 'migration.sql'), sql)
  }

  async function readColumn(sql: string): Promise<unknown[]> {
    const client = createClient({ url: databaseUrl })
    try {
      return (await client.execute(sql)).rows.map((row) => row[0])
    } finally {
      client.close()
    }
  }

  test('applies what is missing, in the order of names, once', async () => {
    expect(await run()).toEqual({ appliedNames: ['1_first'] })
    writeMigration('3_third', 'INSERT INTO "B" VALUES (3);')
    writeMigration('2_second', 'CREATE TABLE "B" ("n" INTEGER);')
    expect(await run()).toEqual({ appliedNames: ['2_second', '3_third'] })
    expect(await run()).toEqual({ appliedNames: [] })
    expect(await readColumn('SELECT "n" FROM "B"')).toEqual([3])
    expect(await readColumn('SELECT "id" FROM "A"')).toEqual(['kept'])
  })

  test('two processes that start at once apply everything once', async () => {
    const script = path.join(import.meta.dirname, 'migrate.mjs')
    const start = () => promisify(execFile)(process.execPath, [script], { env: { ...process.env, DATABASE_URL: databaseUrl } })
    const printed = (await Promise.all([start(), start()])).map(({ stdout }) => stdout).sort()
    expect(printed).toEqual([expect.stringMatching(/^Applied [\w, ]+\.\n$/), 'The database is up to date.\n'])
  })

  test('refuses a migration that was edited after it was applied', async () => {
    await run()
    writeMigration('1_first', 'CREATE TABLE "A" ("id" TEXT, "more" TEXT);')
    await expect(run()).rejects.toThrow(/1_first was edited after it was applied: found checksum [0-9a-f]{8}, expected [0-9a-f]{8}/)
  })

  test('keeps nothing of a run in which one migration fails, and names it', async () => {
    writeMigration('2_second', 'CREATE TABLE "B" ("n" INTEGER); INSERT INTO "Nowhere" VALUES (1);')
    await expect(run()).rejects.toThrow(/2_second failed, and nothing of it was kept: .*Nowhere/)
    expect(await readColumn("SELECT name FROM sqlite_master WHERE name IN ('A', 'B', '_prisma_migrations')")).toEqual([])
  })

  test('refuses a database that a newer version made', async () => {
    writeMigration('2_second', 'CREATE TABLE "B" ("n" INTEGER);')
    await run()
    rmSync(path.join(migrationsDir(), '2_second'), { recursive: true })
    await expect(run()).rejects.toThrow(/knows the migration 2_second, which is not here/)
  })

  test('refuses an address that is no file', async () => {
    await expect(migrate({ databaseUrl: 'postgresql://somewhere', migrationsDir: migrationsDir() })).rejects.toThrow(/expected file:PATH/)
  })
})
