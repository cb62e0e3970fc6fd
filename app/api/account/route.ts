import { NextResponse, type NextRequest } from 'next/server'

import type { Account } from '@/lib/contracts/account-api'
import { endedCookie } from '@/lib/server/auth/auth-cookies'
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
    return Response.json(await answerFor(request, listenerId))
  })
}

async function answerFor(request: NextRequest, listenerId: string | undefined): Promise<Account> {
  const env = getEnv()
  const missing = missingKeys(env)
  if (missing.length > 0) return { state: 'not-configured', missing }
  const isSignedIn = await hasSession(request, listenerId)
  const account = isSignedIn && listenerId !== undefined ? await readAccount(getDb(), listenerId) : undefined
  return account ?? { state: 'disconnected', publicUrl: env.publicUrl }
}

/** DELETE: disconnects Spotify, in every browser of this listener. */
export function DELETE(request: NextRequest): Promise<Response> {
  return handleRequest(request, async (caller) => {
    await disconnectSpotify(getDb(), await requireSession(request, caller.listenerId))
    const response = new NextResponse(null, { status: 204 })
    response.cookies.delete(endedCookie(getEnv().publicUrl, 'sessionToken'))
    return response
  })
}
