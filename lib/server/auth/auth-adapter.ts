import 'server-only'

import { PrismaAdapter } from '@auth/prisma-adapter'
import type { Adapter, AdapterAccount, AdapterUser } from 'next-auth/adapters'

import { AppError } from '@/lib/core/app-error'

import type { Db } from '../db'
import type { Env } from '../env'
import { createListenerId } from '../listener'

import { joinListeners } from './join-listeners'
import { sealedTokens } from './sealed-tokens'
import { hashSessionToken } from './session-token'

/** What the browser that signs in brings along. */
export type SignInBrowser = {
  readonly listenerId: string | undefined
  /** Of whoever was signed in there before. */
  readonly sessionToken: string | undefined
}

type AuthAdapterParts = {
  readonly db: Db
  readonly tokenKeys: Env['tokenKeys']
  readonly browser: SignInBrowser
  /** Told whose playlists the browser shows from now on. */
  onSignedIn(listenerId: string): void
}

/** The fields of next-auth's account that Spotify fills in. */
type SpotifyGrant = {
  readonly providerAccountId: string
  readonly access_token?: string | undefined
  readonly refresh_token?: string | undefined
  readonly expires_at?: number | undefined
  readonly scope?: string | undefined
}

/** The columns of an account's row after a person consented. */
export function consentedAccount(grant: SpotifyGrant, tokenKeys: Env['tokenKeys']) {
  const { providerAccountId, access_token, refresh_token, expires_at, scope } = grant
  if (access_token === undefined || refresh_token === undefined || expires_at === undefined) {
    throw new AppError('SPOTIFY_UNREACHABLE', 'Spotify answered the sign-in without tokens.')
  }
  const tokens = { accessToken: access_token, refreshToken: refresh_token, accessExpiresAt: new Date(expires_at * 1000) }
  return { ...sealedTokens(tokens, providerAccountId, tokenKeys), scope: scope ?? '', consentedAt: new Date() }
}

/**
 * Prisma's adapter for next-auth, with what it does not do: tokens are sealed, session tokens are kept as hashes, a user is tied to a
 * listener. Every sign-in is a fresh one, whoever was signed in before, so that an account is never added to somebody else's user.
 */
export function createAuthAdapter({ db, tokenKeys, browser, onSignedIn }: AuthAdapterParts): Adapter {
  const { getUser, getUserByAccount } = PrismaAdapter(db)
  const toUser = (user: { id: string; name: string | null; emailVerified: Date | null }): AdapterUser => ({ ...user, email: '' })
  return {
    getUser: async (id) => (await getUser?.(id)) ?? null,
    getUserByAccount: async (account) => (await getUserByAccount?.(account)) ?? null,
    getUserByEmail: () => null,
    createUser: async ({ name }: Omit<AdapterUser, 'id'>) => {
      const listenerId = await freeListenerId(db, browser.listenerId)
      const listener = { connectOrCreate: { where: { id: listenerId }, create: { id: listenerId } } }
      return toUser(await db.user.create({ data: { name: name ?? null, listener } }))
    },
    linkAccount: async ({ provider, type, userId, ...grant }: AdapterAccount) => {
      const { providerAccountId } = grant
      await db.account.create({ data: { provider, providerAccountId, type, userId, ...consentedAccount(grant, tokenKeys) } })
    },
    createSession: async ({ sessionToken, userId, expires }) => {
      const listenerId = await db.$transaction(async (tables) => {
        if (browser.sessionToken !== undefined) {
          await tables.session.deleteMany({ where: { sessionToken: hashSessionToken(browser.sessionToken) } })
        }
        await tables.session.deleteMany({ where: { expires: { lt: new Date() } } })
        await tables.session.create({ data: { sessionToken: hashSessionToken(sessionToken), userId, expires } })
        const { listenerId: intoId } = await tables.user.findUniqueOrThrow({ where: { id: userId }, select: { listenerId: true } })
        if (browser.listenerId !== undefined) await joinListeners(tables, { fromId: browser.listenerId, intoId })
        return intoId
      })
      onSignedIn(listenerId)
      return { sessionToken, userId, expires }
    },
    getSessionAndUser: () => null,
    deleteSession: async (sessionToken) => {
      await db.session.deleteMany({ where: { sessionToken: hashSessionToken(sessionToken) } })
    },
  }
}

/** The browser's listener, unless that one belongs to another Spotify account. */
async function freeListenerId(db: Db, listenerId: string | undefined): Promise<string> {
  if (listenerId === undefined) return createListenerId()
  const owner = await db.user.findUnique({ where: { listenerId }, select: { id: true } })
  return owner === null ? listenerId : createListenerId()
}
