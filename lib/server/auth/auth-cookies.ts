import 'server-only'

import type { CookiesOptions } from 'next-auth'

/** How long a sign-in may take, from Attune to Spotify and back. */
const signInMaxAgeSec = 15 * 60

/** As long as Spotify's consent lasts; who consents again gets a new session. */
export const sessionMaxAgeSec = 182 * 24 * 60 * 60

/** The name of the cookie that holds the session's token. */
export function sessionCookieName(publicUrl: string): string {
  return `${prefixOf(publicUrl)}attune-session`
}

/**
 * The cookies of a sign-in. Named after Attune, because cookies of 127.0.0.1 are shared by all its ports, and another program with
 * next-auth may listen at one of them.
 */
export function authCookies(publicUrl: string) {
  const cookie = (name: string, maxAge?: number) => ({
    name: `${prefixOf(publicUrl)}attune-${name}`,
    options: {
      httpOnly: true,
      sameSite: 'lax' as const,
      path: '/',
      secure: isSecureUrl(publicUrl),
      ...(maxAge === undefined ? {} : { maxAge }),
    },
  })
  return {
    sessionToken: { ...cookie('session'), name: sessionCookieName(publicUrl) },
    callbackUrl: cookie('callback-url'),
    csrfToken: cookie('csrf-token'),
    pkceCodeVerifier: cookie('pkce', signInMaxAgeSec),
    state: cookie('state', signInMaxAgeSec),
    nonce: cookie('nonce', signInMaxAgeSec),
  } satisfies Partial<CookiesOptions>
}

function isSecureUrl(publicUrl: string): boolean {
  return publicUrl.startsWith('https:')
}

/** Browsers take a name that begins this way from HTTPS alone. */
function prefixOf(publicUrl: string): string {
  return isSecureUrl(publicUrl) ? '__Secure-' : ''
}

/** What ends a cookie of a sign-in: browsers take that of a `__Secure-` one only with the marks that it was set with. */
export function endedCookie(publicUrl: string, kind: 'sessionToken' | 'state' | 'pkceCodeVerifier') {
  const { name, options } = authCookies(publicUrl)[kind]
  const { httpOnly, sameSite, path, secure } = options
  return { name, httpOnly, sameSite, path, secure }
}
