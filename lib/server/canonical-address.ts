import 'server-only'

import type { Env } from './env'

/**
 * Where a visit of a path, query included, has to go instead: from the name localhost, which Spotify sends nobody back to, to the loopback
 * address; and from plain HTTP to HTTPS, where a proxy of ours says so. Undefined for a visit that is right as it is, and for what is no
 * path. Nothing but our own address comes out.
 */
export function canonicalAddress(
  { headers }: Pick<Request, 'headers'>,
  path: string,
  { publicUrl, isProxyTrusted }: Pick<Env, 'publicUrl' | 'isProxyTrusted'>,
): string | undefined {
  if (!path.startsWith('/')) return undefined
  const localhost = /^localhost(:\d{1,5})?$/i.exec(headers.get('host') ?? '')
  const isLoopback = new URL(publicUrl).hostname === '127.0.0.1'
  if (isLoopback && localhost !== null) return `http://127.0.0.1${localhost[1] ?? ''}${path}`
  return isProxyTrusted && forwardedProto(headers) === 'http' && publicUrl.startsWith('https:') ? `${publicUrl}${path}` : undefined
}

/** Whether cookies may be for HTTPS alone: Attune is at an https address, or a proxy of ours says that this visit came by HTTPS. */
export function isSecureVisit(
  { headers }: Pick<Request, 'headers'>,
  { publicUrl, isProxyTrusted }: Pick<Env, 'publicUrl' | 'isProxyTrusted'>,
): boolean {
  if (publicUrl.startsWith('https:')) return true
  return isProxyTrusted && forwardedProto(headers) === 'https'
}

/** What the last hop wrote, which is the proxy nearest to us. */
function forwardedProto(headers: Headers): string | undefined {
  return headers.get('x-forwarded-proto')?.split(',').at(-1)?.trim()
}
