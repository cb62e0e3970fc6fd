import 'server-only'

import type { Account } from '@/lib/contracts/account-api'

import type { Db } from '../db'

import { consentEndsAt } from './consent'
import { powersOf } from './powers'

/** The connection of a signed-in listener, as much of it as a page may know: no token, no id of Spotify's; undefined where there is none. */
export async function readAccount(db: Db, listenerId: string): Promise<Account | undefined> {
  const account = await db.account.findFirst({
    where: { provider: 'spotify', user: { listenerId } },
    select: { consentedAt: true, scope: true, sealedRefreshToken: true, user: { select: { name: true } } },
  })
  if (account === null) return undefined
  return {
    state: account.sealedRefreshToken === null ? 'expired' : 'connected',
    name: account.user.name ?? 'your account',
    connectedAtMs: account.consentedAt.getTime(),
    consentEndsAtMs: consentEndsAt(account.consentedAt).getTime(),
    powers: powersOf(account.scope),
  }
}
