import type { NextRequest } from 'next/server'

import type { SetupFacts } from '@/lib/contracts/account-api'
import { checkSetup, redirectUri } from '@/lib/server/auth/check-setup'
import { lastRefusal } from '@/lib/server/auth/last-refusal'
import { missingKeys } from '@/lib/server/auth/spotify-keys'
import { getEnv } from '@/lib/server/env'
import { handleRequest } from '@/lib/server/handle-request'

/** GET: what the operator enters in Spotify's dashboard. */
export function GET(request: NextRequest): Promise<Response> {
  return handleRequest(request, async () => {
    const env = getEnv()
    return Response.json({ redirectUri: redirectUri(env.publicUrl), missing: missingKeys(env) } satisfies SetupFacts)
  })
}

/** POST: asks Spotify what is wrong with the app that the operator made there. */
export function POST(request: NextRequest): Promise<Response> {
  return handleRequest(request, async () => Response.json(await checkSetup(getEnv(), lastRefusal())))
}
