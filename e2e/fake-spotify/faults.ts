import type { SpotifyCallName } from '../../lib/contracts/spotify-web-api'

/** Every way in which Spotify, or the way to it, fails. */
export const faultKinds = [
  /** 401 */
  'unauthorized',
  /** 403 with each of its reasons */
  'not-registered',
  'insufficient-scope',
  'premium-required',
  'forbidden',
  /** 404 */
  'not-found',
  /** 413 */
  'payload-too-large',
  /** 429 with a Retry-After of seconds, and with one of hours */
  'rate-limited',
  'quota-exceeded',
  /** 500, and 502 with a page of HTML */
  'server-error',
  'bad-gateway',
  /** Done, but answered later than anybody waits. */
  'slow',
  /** Done, but the connection breaks off before the answer. */
  'cut-after',
  /** The connection breaks off before anything is done. */
  'cut-before',
  /** Done, and answered with success and nothing. */
  'empty-body',
  /** Something in between answers with success and a page of HTML; nothing is done. */
  'html-body',
  /** The accounts service no longer knows the grant. */
  'invalid-grant',
] as const
export type FaultKind = (typeof faultKinds)[number]

/** What may be disturbed: the calls of the Web API and the accounts service's exchange of tokens. */
export type FaultTarget = SpotifyCallName | 'token'

/** An order to disturb: the calls named (all of the Web API's without a name), `times` of them after `skipCount` that pass. */
export type Fault = {
  readonly kind: FaultKind
  readonly call?: FaultTarget
  readonly skipCount?: number
  readonly times?: number
  readonly retryAfterSec?: number
}

/** A connection that breaks off; over HTTP the socket is destroyed. */
export class ConnectionCut extends TypeError {
  constructor() {
    super('fetch failed')
  }
}

const usualRetryAfterSec = 3
const usualQuotaRetryAfterSec = 5 * 60 * 60

/** The page of somebody's proxy. */
export const htmlPage = '<!doctype html><title>Sign in to the network</title><p>Please accept the terms.'

/** How Spotify writes an error. */
export function errorReply(
  status: number,
  message: string,
  rest: { readonly reason?: string; readonly retryAfterSec?: number } = {},
): Response {
  const { reason, retryAfterSec } = rest
  const error = { status, message, ...(reason === undefined ? {} : { reason }) }
  return Response.json({ error }, { status, ...(retryAfterSec === undefined ? {} : { headers: { 'retry-after': String(retryAfterSec) } }) })
}

/** The answer of a fault that keeps the call from being done; undefined for those that disturb only the answer. */
export function refusalOf({ kind, retryAfterSec }: Fault): Response | undefined {
  switch (kind) {
    case 'unauthorized':
      return errorReply(401, 'The access token expired')
    case 'not-registered':
      return new Response('Check settings on developer.spotify.com/dashboard, the user may not be registered.', { status: 403 })
    case 'insufficient-scope':
      return errorReply(403, 'Insufficient client scope')
    case 'premium-required':
      return errorReply(403, 'Player command failed: Premium required', { reason: 'PREMIUM_REQUIRED' })
    case 'forbidden':
      return errorReply(403, 'Forbidden')
    case 'not-found':
      return errorReply(404, 'Resource not found')
    case 'payload-too-large':
      return errorReply(413, 'Request entity too large')
    case 'rate-limited':
      return errorReply(429, 'API rate limit exceeded', { retryAfterSec: retryAfterSec ?? usualRetryAfterSec })
    case 'quota-exceeded':
      return errorReply(429, 'Quota exceeded', { reason: 'QUOTA_EXCEEDED', retryAfterSec: retryAfterSec ?? usualQuotaRetryAfterSec })
    case 'server-error':
      return errorReply(500, 'Internal server error')
    case 'bad-gateway':
      return new Response(htmlPage, { status: 502, headers: { 'content-type': 'text/html' } })
    case 'html-body':
      return new Response(htmlPage, { headers: { 'content-type': 'text/html' } })
    case 'invalid-grant':
      return Response.json({ error: 'invalid_grant', error_description: 'Refresh token revoked' }, { status: 400 })
    case 'slow':
    case 'cut-after':
    case 'cut-before':
    case 'empty-body':
      return undefined
  }
}

/** The orders that are still to be carried out. */
export function createFaultQueue() {
  let orders: { readonly fault: Fault; skipLeft: number; timesLeft: number }[] = []
  return {
    add: (fault: Fault) => {
      orders.push({ fault, skipLeft: fault.skipCount ?? 0, timesLeft: fault.times ?? 1 })
    },
    clear: () => {
      orders = []
    },
    /** The fault that hits this call, if any. */
    take: (call: FaultTarget): Fault | undefined => {
      const order = orders.find(({ fault }) => (fault.call === undefined ? call !== 'token' : fault.call === call))
      if (order === undefined) return undefined
      if (order.skipLeft > 0) {
        order.skipLeft -= 1
        return undefined
      }
      order.timesLeft -= 1
      if (order.timesLeft <= 0) orders = orders.filter((other) => other !== order)
      return order.fault
    },
  }
}
