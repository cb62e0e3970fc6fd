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
    expect(readEnv(given)).toMatchObject({ databaseUrl: databaseUrl(), sessionSecret: 's'.repeat(32), requestsPerMinute: 7 })
  })

  test('is at the loopback address that Spotify accepts, at the port that Next listens at, unless it is told its address', () => {
    expect(readEnv({ DATABASE_URL: databaseUrl(), PORT: '4000' }).publicUrl).toBe('http://127.0.0.1:4000')
    expect(readEnv({ DATABASE_URL: databaseUrl(), NEXTAUTH_URL: 'https://attune.example/' }).publicUrl).toBe('https://attune.example')
  })

  test('has no Spotify app until it is given one; an empty variable gives none', () => {
    const { spotifyClientId, spotifyApiUrl } = readEnv({ DATABASE_URL: databaseUrl(), SPOTIFY_CLIENT_ID: '' })
    expect([spotifyClientId, spotifyApiUrl]).toEqual([undefined, 'https://api.spotify.com'])
  })

  test('makes a key for tokens at the first start and keeps it', () => {
    const [first] = readEnv({ DATABASE_URL: databaseUrl() }).tokenKeys
    expect(first).toMatchObject({ id: 'first', key: { length: 32 } })
    expect(readEnv({ DATABASE_URL: databaseUrl() }).tokenKeys).toEqual([first])
  })

  test('takes several keys for tokens, the new one first', () => {
    const keys = ['autumn', 'summer'].map((id, index) => `${id}:${Buffer.alloc(32, index).toString('base64url')}`)
    const { tokenKeys } = readEnv({ DATABASE_URL: databaseUrl(), TOKEN_KEYS: keys.join(', ') })
    expect(tokenKeys).toEqual([
      { id: 'autumn', key: Buffer.alloc(32, 0) },
      { id: 'summer', key: Buffer.alloc(32, 1) },
    ])
  })

  test.each([
    [{ DATABASE_URL: 'postgresql://somewhere' }, /DATABASE_URL: expected file:PATH/],
    [{ SESSION_SECRET: 'short' }, /SESSION_SECRET: expected at least 32 characters/],
    [{ REQUESTS_PER_MINUTE: 'many' }, /REQUESTS_PER_MINUTE: .*expected number/],
    [{ NEXTAUTH_URL: 'attune.example' }, /NEXTAUTH_URL: expected http:\/\/HOST or https:\/\/HOST/],
    [{ TRUST_PROXY: 'yes' }, /TRUST_PROXY/],
    [{ TOKEN_KEYS: 'short:key' }, /TOKEN_KEYS.0: expected ID:KEY, the key being 32 random bytes/],
    [{ TOKEN_KEYS: `a:${'A'.repeat(43)},a:${'B'.repeat(43)}` }, /TOKEN_KEYS: expected each key id once/],
  ])('refuses %j and says which variable is wrong', (source, message) => {
    expect(() => readEnv(source)).toThrow(message)
  })

  test('refuses a secret file that was emptied instead of signing with nothing', () => {
    readEnv({ DATABASE_URL: databaseUrl() })
    writeFileSync(path.join(folder, 'data/session-secret'), '')
    expect(() => readEnv({ DATABASE_URL: databaseUrl() })).toThrow(/holds 0 characters; expected at least 32/)
  })

  test('refuses a file of keys that was damaged instead of sealing with another', () => {
    readEnv({ DATABASE_URL: databaseUrl() })
    writeFileSync(path.join(folder, 'data/token-keys'), 'first:shortened')
    expect(() => readEnv({ DATABASE_URL: databaseUrl() })).toThrow(/token-keys cannot be used: expected ID:KEY/)
  })
})
