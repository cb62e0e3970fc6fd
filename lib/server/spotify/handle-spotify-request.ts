import 'server-only'

import type { NextRequest } from 'next/server'

import { AppError } from '@/lib/core/app-error'

import { requireSession } from '../auth/require-session'
import { handleRequest } from '../handle-request'

/** Runs a route that acts at Spotify for the listener who is signed in; what is refused goes to the log, by its code alone. */
export function handleSpotifyRequest(request: NextRequest, answer: (listenerId: string) => Promise<Response>): Promise<Response> {
  return handleRequest(request, async ({ listenerId }) => {
    try {
      return await answer(await requireSession(request, listenerId))
    } catch (error) {
      if (error instanceof AppError && refusals.has(error.code)) {
        console.warn(`Refused: ${request.method} ${request.nextUrl.pathname} (${error.code})`)
      }
      throw error
    }
  })
}

const refusals: ReadonlySet<string> = new Set(['FORBIDDEN', 'NOT_FOUND'])
