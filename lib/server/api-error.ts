import 'server-only'

import { z } from 'zod'

import type { ErrorReply } from '@/lib/contracts/playlist-api'
import { AppError, type ErrorCode } from '@/lib/core/app-error'
import { TooFewSongsError } from '@/lib/core/songs/too-few-songs-error'

/** How many findings of a bad request are told; the first ones are what a person mends first. */
const findingCount = 3

const internalStatus = 500

const statusByCode: Partial<Record<ErrorCode, number>> = {
  INVALID_REQUEST: 400,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  PAIRING_TAKEN: 409,
  PAIRING_ENDED: 410,
  PAYLOAD_TOO_LARGE: 413,
  TOO_FEW_SONGS: 422,
  RATE_LIMITED: 429,
  INDEX_UNREADABLE: 503,
  FEATURES_UNREACHABLE: 502,
  SPOTIFY_NOT_CONFIGURED: 503,
  SPOTIFY_NOT_CONNECTED: 401,
  SPOTIFY_RECONNECT: 401,
  SPOTIFY_NOT_ALLOWED: 403,
  SPOTIFY_PREMIUM_REQUIRED: 403,
  SPOTIFY_NO_DEVICE: 409,
  SPOTIFY_FORBIDDEN: 403,
  SPOTIFY_GONE: 404,
  SPOTIFY_REFUSED: 422,
  SPOTIFY_RATE_LIMITED: 429,
  SPOTIFY_QUOTA_EXCEEDED: 429,
  SPOTIFY_UNREACHABLE: 502,
}

/** The one place where what was thrown becomes a reply: our own errors with their code, everything else as INTERNAL without its details. */
export function toErrorResponse(error: unknown): Response {
  const known = toAppError(error)
  const code = known?.code ?? 'INTERNAL'
  const message = known?.message ?? 'Something went wrong on the server. Nothing that was made is lost; try again.'
  const status = statusByCode[code] ?? internalStatus
  if (status >= internalStatus) console.error('A request could not be answered:', error)
  const relaxations = error instanceof TooFewSongsError ? { relaxations: [...error.relaxations] } : {}
  const reply: ErrorReply = { error: { code, message, ...relaxations } }
  return Response.json(reply, { status, headers: { 'Cache-Control': 'no-store' } })
}

function toAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error.code === 'INTERNAL' ? undefined : error
  if (error instanceof z.ZodError) return new AppError('INVALID_REQUEST', describeIssues(error.issues), { cause: error })
  return undefined
}

/** 'stateVector[3]: expected number, found null', and so on for the first findings. */
function describeIssues(issues: readonly z.core.$ZodIssue[]): string {
  const findings = issues.slice(0, findingCount).map((issue) => {
    const place = issue.path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('')
    const message = issue.message.replace(/^Invalid input: /, '').replace(/, received /, ', found ')
    return `${place === '' ? 'the request' : place.replace(/^\./, '')}: ${message}`
  })
  const restCount = issues.length - findings.length
  return findings.join('; ') + (restCount > 0 ? `; and ${restCount} more` : '')
}
