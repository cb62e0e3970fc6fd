import 'server-only'

import type { Env } from './env'

type Visit = {
  /** The Host header. */
  readonly host: string | null
  /** X-Forwarded-Proto, as it came. */
  readonly forwardedProto: string | null
  /** Path and query. */
  readonly path: string
}

/**
 * Where a visit has to go instead: from the name localhost, which Spotify sends nobody back to, to the loopback address; and from plain
 * HTTP to HTTPS, where a proxy of ours says so. Undefined for a visit that is right as it is. Nothing but our own address comes out.
 */
export function canonicalAddress(
  { host, forwardedProto, path }: Visit,
  { publicUrl, isProxyTrusted }: Pick<Env, 'publicUrl' | 'isProxyTrusted'>,
): string | undefined {
  const isLoopback = new URL(publicUrl).hostname === '127.0.0.1'
  const localhost = /^localhost(:\d{1,5})?$/i.exec(host ?? '')
  if (isLoopback && localhost !== null) return `http://127.0.0.1${localhost[1] ?? ''}${path}`
  // The last hop wrote the last one.
  const proto = forwardedProto?.split(',').at(-1)?.trim()
  if (isProxyTrusted && proto === 'http' && publicUrl.startsWith('https:')) return `${publicUrl}${path}`
  return undefined
}

/** Whether cookies may be for HTTPS alone: Attune is at an https address, or a proxy of ours says that this visit came by HTTPS. */
export function isSecureVisit(
  { headers }: Pick<Request, 'headers'>,
  { publicUrl, isProxyTrusted }: Pick<Env, 'publicUrl' | 'isProxyTrusted'>,
): boolean {
  if (publicUrl.startsWith('https:')) return true
  return isProxyTrusted && headers.get('x-forwarded-proto')?.split(',').at(-1)?.trim() === 'https'
}
