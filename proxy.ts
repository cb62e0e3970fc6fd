import { NextResponse, type NextRequest } from 'next/server'

import { canonicalAddress } from '@/lib/server/canonical-address'
import { getEnv } from '@/lib/server/env'

/** Sends a visitor of a page to the address at which a sign-in works. The request's own URL is not asked: Next writes localhost into it. */
export function proxy({ headers, nextUrl }: NextRequest): NextResponse {
  const address = canonicalAddress(
    { host: headers.get('host'), forwardedProto: headers.get('x-forwarded-proto'), path: `${nextUrl.pathname}${nextUrl.search}` },
    getEnv(),
  )
  return address === undefined ? NextResponse.next() : NextResponse.redirect(address, 307)
}

/** Pages alone: what they load comes from wherever they were opened, and programs may call the API by any name. */
export const config = { matcher: ['/((?!api/|_next/|models/.+-v|vendor/|samples/|.*\\.).*)'] }
