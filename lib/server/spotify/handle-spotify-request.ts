import 'server-only'

import type { NextRequest } from 'next/server'
import { z } from 'zod'

import { AppError } from '@/lib/core/app-error'

import { requireSession } from '../auth/require-session'
import { handleRequest } from '../handle-request'
import { logRefusal } from '../log-refusal'

/** Runs a route that acts at Spotify for the listener who is signed in; what does not fit, or is not theirs, goes to the log. */
export function handleSpotifyRequest(request: NextRequest, answer: (listenerId: string) => Promise<Response>): Promise<Response> {
  return handleRequest(request, async ({ listenerId }) => {
    try {
      return await answer(await requireSession(request, listenerId))
    } catch (error) {
      if (error instanceof z.ZodError) logRefusal(request, 'INVALID_REQUEST')
      if (error instanceof AppError && error.code === 'NOT_FOUND') logRefusal(request, error.code)
      throw error
    }
  })
}
