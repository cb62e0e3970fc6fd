import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterEach, beforeEach, vi } from 'vitest'

import { migrate } from '@/scripts/migrate.mjs'

/** Forgets everything that the server keeps in memory; what it stored stays, as after a stop. */
export async function stopServer(): Promise<void> {
  await globalThis.attuneDb?.$disconnect()
  globalThis.attuneDb = undefined
  globalThis.attuneRateLimiters = undefined
  globalThis.attuneImports = undefined
  globalThis.attuneFeatureClient = undefined
  vi.resetModules()
}

/** Gives each test of a file a fresh database in a folder of its own; returns a function that names the folder of the test that runs. */
export function withFreshDatabase(): () => string {
  let folder = ''
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'attune-server-'))
    const databaseUrl = `file:${folder}/attune.db`
    vi.stubEnv('DATABASE_URL', databaseUrl)
    await migrate({ databaseUrl, migrationsDir: path.join(process.cwd(), 'prisma/migrations') })
  })
  afterEach(async () => {
    await stopServer()
    vi.unstubAllEnvs()
    rmSync(folder, { recursive: true })
  })
  return () => folder
}

/** A browser: it keeps its cookie from call to call. */
export type Browser = { cookie?: string }

/** Keeps the cookie that an answer sets. */
export function keepCookie(browser: Browser, response: Response): void {
  const cookie = response.headers.get('set-cookie')
  if (cookie !== null) browser.cookie = cookie.slice(0, cookie.indexOf(';'))
}
