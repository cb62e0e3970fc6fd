import 'server-only'

import { createHash } from 'node:crypto'

/** What is kept of a session's token: whoever reads the database cannot sign in with it. The token is random, so no salt is needed. */
export function hashSessionToken(sessionToken: string): string {
  return createHash('sha256').update(sessionToken).digest('hex')
}
