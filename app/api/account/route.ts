import { NextResponse, type NextRequest } from 'next/server'

import type { Account } from '@/lib/contracts/account-api'
import { sessionCookieName } from '@/lib/server/auth/auth-cookies'
import { disconnectSpotify } from '@/lib/server/auth/disconnect-spotify'
import { readAccount } from '@/lib/server/auth/read-account'
import { hasSession, requireSession } from '@/lib/server/auth/require-session'
import { missingKeys } from '@/lib/server/auth/spotify-keys'
import { getDb } from '@/lib/server/db'
import { getEnv } from '@/lib/server/env'
import { handleRequest } from '@/lib/server/handle-request'

/** GET: how this browser stands with Spotify. */
export function GET(request: NextRequest): Promise<Response> {
  return handleRequest(request, async ({ listenerId }) => {
    const missing = missingKeys(getEnv())
    if (missing.length > 0) return Response.json({ state: 'not-configured', missing } satisfies Account)
    if (listenerId === undefined || !(await hasSession(request, listenerId))) {
      return Response.json({ state: 'disconnected' } satisfies Account)
    }
    return Response.json(await readAccount(getDb(), listenerId))
  })
}

/** DELETE: disconnects Spotify, in every browser of this listener. */
export function DELETE(request: NextRequest): Promise<Response> {
  return handleRequest(request, async (caller) => {
    await disconnectSpotify(getDb(), await requireSession(request, caller.listenerId))
    const response = new NextResponse(null, { status: 204 })
    response.cookies.delete(sessionCookieName(getEnv().publicUrl))
    return response
  })
}
