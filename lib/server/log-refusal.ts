import 'server-only'

import type { NextRequest } from 'next/server'

/** Writes into the log that a request was refused, and why; never what was sent with it, which may hold secrets. */
export function logRefusal({ method, nextUrl }: Pick<NextRequest, 'method' | 'nextUrl'>, why: string): void {
  console.warn(`Refused: ${method} ${nextUrl.pathname} (${why})`)
}
