import 'server-only'

import { AppError, type ErrorCode } from '@/lib/core/app-error'

/** Failures without a time of Spotify's own are tried again after 2, 4, 8 ... seconds. */
const firstPauseMs = 2_000
const longestPauseMs = 15 * 60 * 1000

/** What waits for the listener: a time would not mend it. */
const waitsForListener: ReadonlySet<ErrorCode> = new Set([
  'SPOTIFY_NOT_CONFIGURED',
  'SPOTIFY_NOT_CONNECTED',
  'SPOTIFY_RECONNECT',
  'SPOTIFY_NOT_ALLOWED',
  'SPOTIFY_PREMIUM_REQUIRED',
  'SPOTIFY_FORBIDDEN',
])

/** What work at Spotify waits for after a failure. */
export type Pause = { readonly code: ErrorCode; readonly message: string; readonly runAfterMs: number | undefined }

/** Returns until when to wait after the n-th failure in a row, counted from 1; undefined until the listener did something. */
export function pauseAfter(error: unknown, failureCount: number, nowMs: number): Pause {
  const { code, message, retryAtMs } = error instanceof AppError ? error : unforeseen(error)
  if (waitsForListener.has(code)) return { code, message, runAfterMs: undefined }
  const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** Math.min(failureCount - 1, 20))
  return { code, message, runAfterMs: retryAtMs ?? nowMs + pauseMs }
}

function unforeseen(error: unknown): AppError {
  console.error('Work at Spotify met an unforeseen error:', error)
  return new AppError('INTERNAL', 'Something went wrong on the server.', { cause: error })
}
