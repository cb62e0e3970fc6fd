import type { NextRequest } from 'next/server'

import { checkSetup } from '@/lib/server/auth/check-setup'
import { lastRefusal } from '@/lib/server/auth/last-refusal'
import { getEnv } from '@/lib/server/env'
import { handleRequest } from '@/lib/server/handle-request'

/** POST: asks Spotify what is wrong with the app that the operator made there. */
export function POST(request: NextRequest): Promise<Response> {
  return handleRequest(request, async () => Response.json(await checkSetup(getEnv(), lastRefusal())))
}
