import type { NextRequest } from 'next/server'

import { AppError } from '@/lib/core/app-error'
import { canonicalAddress } from '@/lib/server/canonical-address'
import { getEnv } from '@/lib/server/env'
import { handleRequest } from '@/lib/server/handle-request'

/** GET ?path=...: leads to the same page at the address where a sign-in works; proxy.ts sends visitors here who are elsewhere. */
export function GET(request: NextRequest): Promise<Response> {
  return handleRequest(request, async () => {
    const address = canonicalAddress(request, request.nextUrl.searchParams.get('path') ?? '', getEnv())
    if (address === undefined) throw new AppError('NOT_FOUND', 'There is nothing at this address of the API.')
    return new Response(null, { status: 307, headers: { Location: address } })
  })
}
