import { NextResponse, type NextRequest } from 'next/server'

import { canonicalAddress } from '@/lib/server/canonical-address'
import { getEnv } from '@/lib/server/env'

/**
 * Sends a visitor of a page to the address at which a sign-in works. The redirect itself comes from a route: what leaves from here goes
 * through Next's URLs, which turn 127.0.0.1 back into localhost.
 */
export function proxy(request: NextRequest): NextResponse {
  const path = `${request.nextUrl.pathname}${request.nextUrl.search}`
  if (canonicalAddress(request, path, getEnv()) === undefined) return NextResponse.next()
  return NextResponse.rewrite(new URL(`/api/address?${new URLSearchParams({ path })}`, request.url))
}

/** Pages alone: what they load comes from wherever they were opened, and programs may call the API by any name. */
export const config = { matcher: ['/((?!api/|_next/|models/.+-v|vendor/|samples/|.*\\.).*)'] }
