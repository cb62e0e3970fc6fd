import 'server-only'

import type { NextRequest, NextResponse } from 'next/server'

import { isSecureVisit } from './canonical-address'
import { getEnv } from './env'
import { listenerCookieName, listenerCookieOptions, signListenerId } from './listener'

/** Sets the listener's cookie with a reply, new or for longer. */
export function rememberListener(request: NextRequest, response: NextResponse, listenerId: string): void {
  const env = getEnv()
  response.cookies.set(
    listenerCookieName,
    signListenerId(listenerId, env.sessionSecret),
    listenerCookieOptions(isSecureVisit(request, env)),
  )
}
