import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { afterEach, beforeEach, describe, expect, test } from 'vitest'

import { readEnv } from './env'

describe('the environment', () => {
  let folder = ''
  beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'attune-env-'))))
  afterEach(() => rmSync(folder, { recursive: true }))

  const databaseUrl = () => `file:${folder}/data/attune.db`

  test('makes a session secret at the first start and keeps it', () => {
    const first = readEnv({ DATABASE_URL: databaseUrl() })
    const file = path.join(folder, 'data/session-secret')
    expect(first.sessionSecret.length).toBeGreaterThanOrEqual(43)
    expect(readFileSync(file, 'utf8')).toBe(first.sessionSecret)
    expect(readEnv({ DATABASE_URL: databaseUrl() }).sessionSecret).toBe(first.sessionSecret)
  })

  test.skipIf(process.platform === 'win32')('lets nobody but its owner read the secret', () => {
    readEnv({ DATABASE_URL: databaseUrl() })
    expect(statSync(path.join(folder, 'data/session-secret')).mode & 0o777).toBe(0o600)
  })

  test('takes the secret and the limit that it is given', () => {
    const given = { DATABASE_URL: databaseUrl(), SESSION_SECRET: 's'.repeat(32), REQUESTS_PER_MINUTE: '7' }
    expect(readEnv(given)).toEqual({ databaseUrl: databaseUrl(), sessionSecret: 's'.repeat(32), requestsPerMinute: 7 })
  })

  test.each([
    [{ DATABASE_URL: 'postgresql://somewhere' }, /DATABASE_URL: expected file:PATH/],
    [{ SESSION_SECRET: 'short' }, /SESSION_SECRET: expected at least 32 characters/],
    [{ REQUESTS_PER_MINUTE: 'many' }, /REQUESTS_PER_MINUTE: .*expected number/],
  ])('refuses %j and says which variable is wrong', (source, message) => {
    expect(() => readEnv(source)).toThrow(message)
  })

  test('refuses a secret file that was emptied instead of signing with nothing', () => {
    readEnv({ DATABASE_URL: databaseUrl() })
    writeFileSync(path.join(folder, 'data/session-secret'), '')
    expect(() => readEnv({ DATABASE_URL: databaseUrl() })).toThrow(/holds 0 characters; expected at least 32/)
  })
})
