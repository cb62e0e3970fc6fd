import 'server-only'

import type { NextRequest } from 'next/server'

import { AppError } from '@/lib/core/app-error'

import { toErrorResponse } from './api-error'
import { checkSameOrigin } from './check-same-origin'
import { getEnv } from './env'
import { listenerCookieName, readListenerId } from './listener'
import { logRefusal } from './log-refusal'
import { createRateLimiter, type RateLimiter } from './rate-limit'

/** Several listeners may share one address (a household, a school), so it gets more than one of them. */
const listenersPerAddress = 5

declare global {
  // On globalThis, because the bundler may give each route a copy of this module.
  var attuneRateLimiters: { readonly listener: RateLimiter; readonly address: RateLimiter } | undefined
}

/** Who asks: the listener where there is a cookie of ours, and the address of the network that the request came from. */
export type Caller = { readonly listenerId: string | undefined; readonly address: string }

/** Runs a route: refuses what comes from another site or too often, tells who asks, and turns what is thrown into a reply. */
export async function handleRequest(request: NextRequest, answer: (caller: Caller) => Promise<Response>): Promise<Response> {
  try {
    if (request.method !== 'GET' && request.method !== 'HEAD') checkSameOrigin(request)
    const listenerId = readListenerId(request.cookies.get(listenerCookieName)?.value, getEnv().sessionSecret)
    // Next fills this header in from the connection; a proxy appends to it.
    const address = request.headers.get('x-forwarded-for')?.split(',').at(-1)?.trim() ?? 'unknown'
    const retryAfterSec = takeToken({ listenerId, address })
    if (retryAfterSec > 0) {
      const error = new AppError('RATE_LIMITED', `Too many requests in a short time. Try again in ${retryAfterSec} s.`)
      const response = toErrorResponse(error)
      response.headers.set('Retry-After', String(retryAfterSec))
      return response
    }
    const response = await answer({ listenerId, address })
    if (!response.headers.has('Cache-Control')) response.headers.set('Cache-Control', 'no-store')
    return response
  } catch (error) {
    if (error instanceof AppError && error.code === 'FORBIDDEN') logRefusal(request, error.code)
    return toErrorResponse(error)
  }
}

/** Returns in how many seconds the caller may ask again, 0 for now. Who has no cookie yet is counted by address alone. */
function takeToken({ listenerId, address }: Caller): number {
  const { requestsPerMinute } = getEnv()
  globalThis.attuneRateLimiters ??= {
    listener: createRateLimiter({ perMinute: requestsPerMinute }),
    address: createRateLimiter({ perMinute: requestsPerMinute * listenersPerAddress }),
  }
  const limiters = globalThis.attuneRateLimiters
  const nowMs = Date.now()
  const byAddress = limiters.address(address, nowMs)
  if (listenerId === undefined || !byAddress.isAllowed) return byAddress.retryAfterSec
  return limiters.listener(listenerId, nowMs).retryAfterSec
}
