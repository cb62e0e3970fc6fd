import 'server-only'

import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'

/** Name of the cookie that tells a listener's playlists from another's. */
export const listenerCookieName = 'attune-listener'

/** As long as browsers keep a cookie at all. */
const cookieMaxAgeSec = 400 * 24 * 60 * 60

/** Makes a listener of whom nothing is known but a random id. */
export function createListenerId(): string {
  return randomUUID()
}

/** The cookie's value: the id and its signature, so that nobody can claim another's id. */
export function signListenerId(listenerId: string, sessionSecret: string): string {
  return `${listenerId}.${signatureOf(listenerId, sessionSecret)}`
}

/** The listener of a cookie's value; undefined where there is none or the signature is not ours. */
export function readListenerId(cookieValue: string | undefined, sessionSecret: string): string | undefined {
  const [, listenerId, signature] = /^([0-9a-f-]{36})\.([\w-]{43})$/.exec(cookieValue ?? '') ?? []
  if (listenerId === undefined || signature === undefined) return undefined
  const isOurs = timingSafeEqual(Buffer.from(signature), Buffer.from(signatureOf(listenerId, sessionSecret)))
  return isOurs ? listenerId : undefined
}

/** How the cookie is set: unreadable to scripts, not sent along from other sites. */
export function listenerCookieOptions(isSecure: boolean) {
  return { httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/', maxAge: cookieMaxAgeSec } as const
}

function signatureOf(listenerId: string, sessionSecret: string): string {
  return createHmac('sha256', sessionSecret).update(`listener:${listenerId}`).digest('base64url')
}
