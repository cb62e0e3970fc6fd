import 'server-only'

import type { TokenKey } from '../env'

import { sealToken } from './token-vault'

/** What Spotify gives for an account, in the clear; it stays in memory. */
export type Tokens = { readonly accessToken: string; readonly refreshToken: string; readonly accessExpiresAt: Date }

/** The columns of an account's row for new tokens, sealed; whoever held the lease is done. */
export function sealedTokens(
  { accessToken, refreshToken, accessExpiresAt }: Tokens,
  providerAccountId: string,
  tokenKeys: readonly [TokenKey, ...TokenKey[]],
) {
  return {
    sealedAccessToken: sealToken(accessToken, { providerAccountId, kind: 'access' }, tokenKeys),
    sealedRefreshToken: sealToken(refreshToken, { providerAccountId, kind: 'refresh' }, tokenKeys),
    accessExpiresAt,
    refreshedAt: new Date(),
    leaseId: null,
    leasedUntil: null,
  }
}
