import 'server-only'

import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { z } from 'zod'

import { AppError } from '@/lib/core/app-error'

const secretBytes = 32

/** Spotify takes HTTPS addresses and loopback ones, never the name localhost. */
const loopbackHost = '127.0.0.1'
const defaultPort = 3000

const originSchema = z
  .url({ protocol: /^https?$/, error: 'expected http://HOST or https://HOST' })
  .transform((address) => new URL(address).origin)

const tokenKeySchema = z
  .string()
  .regex(/^[\w-]{1,20}:[\w-]{43}$/, 'expected ID:KEY, the key being 32 random bytes in base64url')
  .transform((text): TokenKey => {
    const [id = '', key = ''] = text.split(':')
    return { id, key: Buffer.from(key, 'base64url') }
  })

const tokenKeysSchema = z
  .string()
  .transform((text) => text.split(/[\s,]+/).filter((part) => part !== ''))
  .pipe(z.array(tokenKeySchema).min(1))
  .refine((keys) => new Set(keys.map(({ id }) => id)).size === keys.length, 'expected each key id once')

const envSchema = z.object({
  /** Where the database file is; a path is relative to the folder that the server was started in. */
  DATABASE_URL: z.string().startsWith('file:', 'expected file:PATH').default('file:./data/attune.db'),
  /** Signs the listener's cookie and the steps of a sign-in; without it one is made at the first start and kept beside the database. */
  SESSION_SECRET: z.string().min(secretBytes, `expected at least ${secretBytes} characters`).optional(),
  /** The song index to search; a path is relative to the folder that the server was started in. Without it, the one that Attune ships. */
  SONG_INDEX: z.string().min(1).default('public/models/song-index-v2/song-index.bin'),
  /** A service with ReccoBeats' API, which is asked for audio features of imported songs by their Spotify ids; without it nobody is asked. */
  FEATURES_URL: originSchema.optional(),
  /** How many requests a minute one listener may make of the API. */
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).max(1_000_000).default(120),
  /** The address at which people open Attune, as next-auth calls it; Spotify sends them back to it. */
  NEXTAUTH_URL: originSchema.optional(),
  /** Where the server listens, as Next tells it. */
  PORT: z.coerce.number().int().min(1).max(65_535).default(defaultPort),
  /** 1 where a proxy in front of the server sets X-Forwarded-Proto and removes it from what visitors send. */
  TRUST_PROXY: z.enum(['0', '1']).default('0'),
  /** The app in Spotify's dashboard; without it nothing is saved to Spotify and everything else works. */
  SPOTIFY_CLIENT_ID: z.string().optional(),
  SPOTIFY_CLIENT_SECRET: z.string().optional(),
  SPOTIFY_ACCOUNTS_URL: originSchema.default('https://accounts.spotify.com'),
  SPOTIFY_API_URL: originSchema.default('https://api.spotify.com'),
  /** ID:KEY, comma between several: the first one seals Spotify's tokens, the others still open older ones. Made and kept like the secret. */
  TOKEN_KEYS: tokenKeysSchema.optional(),
})

/** A key that seals tokens at rest; its id is written beside what it sealed. */
export type TokenKey = {
  readonly id: string
  /** 32 bytes. */
  readonly key: Buffer
}

/** What the server is told from outside. */
export type Env = {
  readonly databaseUrl: string
  readonly sessionSecret: string
  readonly songIndexFile: string
  readonly requestsPerMinute: number
  /** Origin, without a slash at its end. */
  readonly featuresUrl: string | undefined
  /** The origin at which people open Attune, without a slash at its end. */
  readonly publicUrl: string
  /** Whether X-Forwarded-Proto comes from a proxy of ours. */
  readonly isProxyTrusted: boolean
  readonly spotifyClientId: string | undefined
  readonly spotifyClientSecret: string | undefined
  /** Origins, without a slash at their end. */
  readonly spotifyAccountsUrl: string
  readonly spotifyApiUrl: string
  /** The first one seals, all of them open. */
  readonly tokenKeys: readonly [TokenKey, ...TokenKey[]]
}

/** Reads the environment, and makes the secrets (files that only their owner may read) that there are none of yet. An empty variable is none. */
export function readEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const result = envSchema.safeParse(Object.fromEntries(Object.entries(source).filter(([, value]) => value !== '')))
  if (!result.success) {
    const findings = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new AppError('INTERNAL', `The environment cannot be used. ${findings.join('; ')}`, { cause: result.error })
  }
  const {
    DATABASE_URL,
    SESSION_SECRET,
    SONG_INDEX,
    REQUESTS_PER_MINUTE,
    FEATURES_URL,
    NEXTAUTH_URL,
    PORT,
    TRUST_PROXY,
    TOKEN_KEYS,
    ...spotify
  } = result.data
  const folder = path.dirname(DATABASE_URL.slice('file:'.length))
  return {
    databaseUrl: DATABASE_URL,
    sessionSecret: SESSION_SECRET ?? keepSecret(folder),
    songIndexFile: SONG_INDEX,
    requestsPerMinute: REQUESTS_PER_MINUTE,
    featuresUrl: FEATURES_URL,
    publicUrl: NEXTAUTH_URL ?? `http://${loopbackHost}:${PORT}`,
    isProxyTrusted: TRUST_PROXY === '1',
    spotifyClientId: spotify.SPOTIFY_CLIENT_ID,
    spotifyClientSecret: spotify.SPOTIFY_CLIENT_SECRET,
    spotifyAccountsUrl: spotify.SPOTIFY_ACCOUNTS_URL,
    spotifyApiUrl: spotify.SPOTIFY_API_URL,
    tokenKeys: withFirst(TOKEN_KEYS ?? keepTokenKeys(folder)),
  }
}

let env: Env | undefined

/** The environment of this process, read once. */
export function getEnv(): Env {
  env ??= readEnv(process.env)
  return env
}

function keepSecret(folder: string): string {
  const { file, text } = keepFile(folder, 'session-secret', () => randomBytes(secretBytes).toString('base64url'))
  if (text.length < secretBytes) {
    throw new AppError('INTERNAL', `${file} holds ${text.length} characters; expected at least ${secretBytes}. Delete it and start again.`)
  }
  return text
}

function keepTokenKeys(folder: string): readonly TokenKey[] {
  const { file, text } = keepFile(folder, 'token-keys', () => `first:${randomBytes(secretBytes).toString('base64url')}`)
  const result = tokenKeysSchema.safeParse(text)
  if (result.success) return result.data
  throw new AppError(
    'INTERNAL',
    `${file} cannot be used: expected ID:KEY, one a line, the key being 32 random bytes in base64url. ` +
      'Put it back, or delete it and start again: everybody then connects Spotify anew.',
    { cause: result.error },
  )
}

function withFirst(keys: readonly TokenKey[]): readonly [TokenKey, ...TokenKey[]] {
  const [first, ...rest] = keys
  if (first === undefined) throw new AppError('INTERNAL', 'There is no key for tokens; expected at least one.')
  return [first, ...rest]
}

/** Two processes that start together agree: the file is created by one of them only, and both read it. */
function keepFile(folder: string, name: string, make: () => string): { readonly file: string; readonly text: string } {
  const file = path.join(folder, name)
  mkdirSync(folder, { recursive: true })
  try {
    writeFileSync(file, make(), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  return { file, text: readFileSync(file, 'utf8').trim() }
}
