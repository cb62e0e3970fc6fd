import 'server-only'

import { createHmac } from 'node:crypto'

import type { NextAuthOptions } from 'next-auth'
import SpotifyProvider from 'next-auth/providers/spotify'
import { z } from 'zod'

import type { SignInProblem, WishedPower } from '@/lib/contracts/account-api'

import type { Db } from '../db'
import type { Env } from '../env'

import { consentedAccount, createAuthAdapter, type SignInBrowser } from './auth-adapter'
import { authCookies, sessionMaxAgeSec } from './auth-cookies'
import { fetchProfile } from './fetch-profile'
import { scopesOf } from './powers'

/** Where a sign-in starts and ends. */
export const accountPage = '/settings'

const requestTimeoutMs = 10_000

/** What came of one request to next-auth, told while it runs: its logger is shared by all requests and tells nothing apart. */
export type SignInTrace = {
  /** Whether Spotify took the code, so that whatever fails later is our own fault. */
  hasTokens: boolean
  problem?: SignInProblem
  listenerId?: string
}

type AuthOptionsParts = {
  readonly db: Db
  readonly env: Env
  readonly browser: SignInBrowser
  readonly powers: readonly WishedPower[]
  readonly trace: SignInTrace
}

/** Options of next-auth for one request. */
export function createAuthOptions({ db, env, browser, powers, trace }: AuthOptionsParts): NextAuthOptions {
  const { publicUrl, spotifyAccountsUrl, spotifyApiUrl, tokenKeys } = env
  return {
    secret: createHmac('sha256', env.sessionSecret).update('next-auth').digest('base64url'),
    session: { strategy: 'database', maxAge: sessionMaxAgeSec },
    cookies: authCookies(publicUrl),
    pages: { signIn: accountPage, error: accountPage },
    adapter: createAuthAdapter({ db, tokenKeys, browser, onSignedIn: (listenerId) => (trace.listenerId = listenerId) }),
    providers: [
      SpotifyProvider({
        clientId: env.spotifyClientId ?? '',
        clientSecret: env.spotifyClientSecret ?? '',
        checks: ['pkce', 'state'],
        httpOptions: { timeout: requestTimeoutMs },
        authorization: { url: `${spotifyAccountsUrl}/authorize`, params: { scope: scopesOf(powers) } },
        token: {
          url: `${spotifyAccountsUrl}/api/token`,
          request: async ({ client, provider, params, checks }) => {
            try {
              const tokens = await client.oauthCallback(provider.callbackUrl, params, checks)
              trace.hasTokens = true
              return { tokens }
            } catch (error) {
              trace.problem = tokenProblem(error)
              throw error
            }
          },
        },
        userinfo: {
          url: `${spotifyApiUrl}/v1/me`,
          request: async ({ tokens }) => {
            const profile = await fetchProfile(spotifyApiUrl, tokens.access_token ?? '')
            if (typeof profile === 'object') return { ...profile, sub: profile.id }
            trace.problem = profile
            throw new Error(`Spotify does not tell who signed in: ${profile}`)
          },
        },
        profile: ({ id, display_name }) => ({ id, name: display_name, email: null, image: null }),
      }),
    ],
    callbacks: {
      // Who consents again gets new tokens and other six months; a new account gets its row from the adapter a moment later.
      signIn: async ({ account }) => {
        if (account === null) return false
        const { provider, providerAccountId } = account
        await db.account.updateMany({ where: { provider, providerAccountId }, data: consentedAccount(account, tokenKeys) })
        return true
      },
      redirect: ({ url, baseUrl }) => ownAddress(url, baseUrl) ?? `${baseUrl}${accountPage}`,
    },
    // Its messages may quote states and codes, so only those of the database are written down.
    logger: {
      error: (code, metadata) => code.startsWith('adapter_error') && console.error('A sign-in could not be stored:', metadata),
      warn: () => undefined,
      debug: () => undefined,
    },
  }
}

/** An address of ours in full, given in full or as a path; undefined for any other. */
export function ownAddress(address: string, publicUrl: string): string | undefined {
  if (!URL.canParse(address, publicUrl)) return undefined
  const url = new URL(address, publicUrl)
  return url.origin === publicUrl ? url.href : undefined
}

/** How openid-client says that the accounts service refused the code, and that the browser's reply does not fit the cookies. */
const refusedSchema = z.object({ name: z.literal('OPError'), error: z.string() })
const mismatchSchema = z.object({ name: z.literal('RPError'), checks: z.object({}) })

function tokenProblem(error: unknown): SignInProblem {
  const refused = refusedSchema.safeParse(error).data?.error
  if (refused === 'invalid_client') return 'app-unknown'
  return refused === 'invalid_grant' || mismatchSchema.safeParse(error).success ? 'unverified' : 'unreachable'
}
