import 'server-only'

import type { NextRequest } from 'next/server'

import { AppError } from '@/lib/core/app-error'

import { getDb } from '../db'
import { getEnv } from '../env'

import { sessionCookieName } from './auth-cookies'
import { hashSessionToken } from './session-token'

type Cookies = Pick<NextRequest, 'cookies'>

/**
 * Returns the listener of this request when the browser is signed in with Spotify as this very listener; the anonymous cookie alone
 * opens nothing at Spotify. Throws SPOTIFY_NOT_CONNECTED without a session, FORBIDDEN for the session of another listener.
 */
export async function requireSession(request: Cookies, listenerId: string | undefined): Promise<string> {
  if (listenerId !== undefined && (await hasSession(request, listenerId))) return listenerId
  throw new AppError('SPOTIFY_NOT_CONNECTED', 'This browser is not signed in with Spotify. Connect Spotify in the settings.')
}

/** Whether the browser is signed in as this listener; throws FORBIDDEN where it is as another one. */
export async function hasSession({ cookies }: Cookies, listenerId: string | undefined): Promise<boolean> {
  const sessionToken = cookies.get(sessionCookieName(getEnv().publicUrl))?.value
  if (sessionToken === undefined) return false
  const session = await getDb().session.findUnique({
    where: { sessionToken: hashSessionToken(sessionToken), expires: { gt: new Date() } },
    select: { user: { select: { listenerId: true } } },
  })
  if (session === null) return false
  if (session.user.listenerId === listenerId) return true
  throw new AppError(
    'FORBIDDEN',
    'The cookies of this browser belong to two different listeners. Sign out of this browser and connect Spotify again.',
  )
}
