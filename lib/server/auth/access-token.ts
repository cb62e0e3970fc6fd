import 'server-only'

import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'

import { AppError } from '@/lib/core/app-error'

import { getDb, type Db } from '../db'
import { getEnv, type Env } from '../env'

import { requestTokens, type TokenEnv } from './request-tokens'
import { sealedTokens } from './sealed-tokens'
import { openToken } from './token-vault'

/** A token is renewed this long before it ends, so that none ends on its way. */
const refreshAheadMs = 60_000

/** Longer than a request for tokens may take: whoever holds the lease is done by then, or gone. */
const leaseMs = 15_000
const pollEveryMs = 50
const giveUpAfterMs = 2 * leaseMs

/** Two requests that Spotify refused at the same moment want one new token, not two. */
const freshMs = 2_000

type TokenSourceParts = {
  readonly db: Db
  readonly env: TokenEnv & Pick<Env, 'tokenKeys'>
}

type AccessTokenOptions = {
  /** Asks for a new one although the old one should still be good, because Spotify refused it. */
  readonly force?: boolean
}

/**
 * An access token of the Spotify account that belongs to this listener, good for a minute at least. It is renewed once at a time, by
 * whichever process takes the lease in the account's row; the others wait for what that one gets. Throws SPOTIFY_NOT_CONNECTED where there
 * is no account, SPOTIFY_RECONNECT where the person has to consent again.
 */
export function getAccessToken(listenerId: string, options?: AccessTokenOptions): Promise<string> {
  return readAccessToken({ db: getDb(), env: getEnv() }, listenerId, options)
}

/** As getAccessToken, over a database and an environment that are given. */
export async function readAccessToken(
  { db, env }: TokenSourceParts,
  listenerId: string,
  { force = false }: AccessTokenOptions = {},
): Promise<string> {
  const giveUpAtMs = Date.now() + giveUpAfterMs
  while (Date.now() < giveUpAtMs) {
    const account = await findAccount(db, listenerId)
    const nowMs = Date.now()
    const isRefused = force && nowMs - account.refreshedAt.getTime() > freshMs
    if (!isRefused && account.accessExpiresAt.getTime() - nowMs > refreshAheadMs) {
      return openOrReconnect(db, account, 'access', env)
    }
    const lease = await takeLease(db, account, nowMs)
    if (lease !== undefined) return refresh({ db, env }, account, lease)
    await wait(pollEveryMs)
  }
  throw new AppError('SPOTIFY_UNREACHABLE', 'The connection to Spotify is being renewed for too long. Try again in a minute.')
}

type ConnectedAccount = {
  readonly providerAccountId: string
  readonly sealedAccessToken: string
  readonly sealedRefreshToken: string
  readonly accessExpiresAt: Date
  readonly refreshedAt: Date
}

async function findAccount(db: Db, listenerId: string): Promise<ConnectedAccount> {
  const account = await db.account.findFirst({
    where: { provider: 'spotify', user: { listenerId } },
    select: { providerAccountId: true, sealedAccessToken: true, sealedRefreshToken: true, accessExpiresAt: true, refreshedAt: true },
  })
  if (account === null)
    throw new AppError('SPOTIFY_NOT_CONNECTED', 'Nobody is signed in with Spotify here. Connect Spotify in the settings.')
  const { sealedAccessToken, sealedRefreshToken } = account
  if (sealedAccessToken === null || sealedRefreshToken === null) throw reconnect()
  return { ...account, sealedAccessToken, sealedRefreshToken }
}

const reconnect = (options?: ErrorOptions) =>
  new AppError('SPOTIFY_RECONNECT', 'Spotify no longer accepts this connection. Connect Spotify again in the settings.', options)

/** Takes the lease unless another has it, or has renewed the token since the account was read. */
async function takeLease(db: Db, account: ConnectedAccount, nowMs: number): Promise<string | undefined> {
  const leaseId = randomUUID()
  const { count } = await db.account.updateMany({
    where: {
      provider: 'spotify',
      providerAccountId: account.providerAccountId,
      sealedAccessToken: account.sealedAccessToken,
      OR: [{ leasedUntil: null }, { leasedUntil: { lt: new Date(nowMs) } }],
    },
    data: { leaseId, leasedUntil: new Date(nowMs + leaseMs) },
  })
  return count === 1 ? leaseId : undefined
}

async function refresh({ db, env }: TokenSourceParts, account: ConnectedAccount, leaseId: string): Promise<string> {
  const { providerAccountId } = account
  const refreshToken = await openOrReconnect(db, account, 'refresh', env)
  try {
    const reply = await requestTokens(env, { grant_type: 'refresh_token', refresh_token: refreshToken })
    const tokens = {
      accessToken: reply.access_token,
      refreshToken: reply.refresh_token ?? refreshToken,
      accessExpiresAt: new Date(Date.now() + reply.expires_in * 1000),
    }
    await db.account.updateMany({
      where: { provider: 'spotify', providerAccountId, leaseId },
      data: sealedTokens(tokens, providerAccountId, env.tokenKeys),
    })
    return tokens.accessToken
  } catch (error) {
    if (error instanceof AppError && error.code === 'SPOTIFY_RECONNECT') {
      await forgetTokens(db, account)
      throw reconnect({ cause: error })
    }
    await db.account.updateMany({
      where: { provider: 'spotify', providerAccountId, leaseId },
      data: { leaseId: null, leasedUntil: null },
    })
    throw error
  }
}

/** A token that no key of ours opens any more is as good as none. */
async function openOrReconnect(
  db: Db,
  account: ConnectedAccount,
  kind: 'access' | 'refresh',
  { tokenKeys }: Pick<Env, 'tokenKeys'>,
): Promise<string> {
  const { providerAccountId, sealedAccessToken, sealedRefreshToken } = account
  try {
    return openToken(kind === 'access' ? sealedAccessToken : sealedRefreshToken, { providerAccountId, kind }, tokenKeys)
  } catch (error) {
    console.error('A connection to Spotify was given up:', error)
    await forgetTokens(db, account)
    throw reconnect({ cause: error })
  }
}

/** Only the tokens that were read: a person who consents at this very moment keeps the new ones. */
async function forgetTokens(db: Db, { providerAccountId, sealedRefreshToken }: ConnectedAccount): Promise<void> {
  await db.account.updateMany({
    where: { provider: 'spotify', providerAccountId, sealedRefreshToken },
    data: { sealedAccessToken: null, sealedRefreshToken: null, leaseId: null, leasedUntil: null },
  })
}
