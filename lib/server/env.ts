import 'server-only'

import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { z } from 'zod'

import { AppError } from '@/lib/core/app-error'

const secretBytes = 32

const envSchema = z.object({
  /** Where the database file is; a path is relative to the folder that the server was started in. */
  DATABASE_URL: z.string().startsWith('file:', 'expected file:PATH').default('file:./data/attune.db'),
  /** Signs the listener's cookie; without it one is made at the first start and kept beside the database. */
  SESSION_SECRET: z.string().min(secretBytes, `expected at least ${secretBytes} characters`).optional(),
  /** How many requests a minute one listener may make of the API. */
  REQUESTS_PER_MINUTE: z.coerce.number().int().min(1).max(1_000_000).default(120),
})

/** What the server is told from outside. */
export type Env = {
  readonly databaseUrl: string
  readonly sessionSecret: string
  readonly requestsPerMinute: number
}

/** Reads the environment, and makes the session secret (a file that only its owner may read) when there is none yet. */
export function readEnv(source: Readonly<Record<string, string | undefined>>): Env {
  const result = envSchema.safeParse(source)
  if (!result.success) {
    const findings = result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new AppError('INTERNAL', `The environment cannot be used. ${findings.join('; ')}`, { cause: result.error })
  }
  const { DATABASE_URL, SESSION_SECRET, REQUESTS_PER_MINUTE } = result.data
  return {
    databaseUrl: DATABASE_URL,
    sessionSecret: SESSION_SECRET ?? keepSecret(path.dirname(DATABASE_URL.slice('file:'.length))),
    requestsPerMinute: REQUESTS_PER_MINUTE,
  }
}

let env: Env | undefined

/** The environment of this process, read once. */
export function getEnv(): Env {
  env ??= readEnv(process.env)
  return env
}

/** Two processes that start together agree: the file is created by one of them only, and both read it. */
function keepSecret(folder: string): string {
  const file = path.join(folder, 'session-secret')
  mkdirSync(folder, { recursive: true })
  try {
    writeFileSync(file, randomBytes(secretBytes).toString('base64url'), { flag: 'wx', mode: 0o600 })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  }
  const secret = readFileSync(file, 'utf8').trim()
  if (secret.length < secretBytes) {
    throw new AppError(
      'INTERNAL',
      `${file} holds ${secret.length} characters; expected at least ${secretBytes}. Delete it and start again.`,
    )
  }
  return secret
}
