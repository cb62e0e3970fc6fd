import 'server-only'

import { spotifyErrorSchema } from '@/lib/contracts/spotify-web-api'
import { AppError, type ErrorCode } from '@/lib/core/app-error'

/** Where Spotify names no time: a short limit is over soon, a daily quota not before an hour. */
const usualPauseMs = 5_000
const usualQuotaPauseMs = 60 * 60 * 1000

/** What is kept of Spotify's own words. */
const quotedLength = 160

/** Returns what a refusal of Spotify's Web API means, with the time from which the same call may succeed where there is one. */
export async function toSpotifyError(response: Response, nowMs: number): Promise<AppError> {
  const { message, reason } = readRefusal(await response.text().catch(() => ''))
  const quoted = message === '' ? '' : ` It says: ${message}`
  if (response.status === 429) return toPause(response, reason, nowMs)
  const [code, words] = meaningOf(response.status, `${reason} ${message}`)
  return new AppError(code, `${words}${quoted} (status ${response.status})`)
}

function toPause(response: Response, reason: string, nowMs: number): AppError {
  const isQuota = reason === 'QUOTA_EXCEEDED'
  const askedMs = Number(response.headers.get('retry-after') ?? NaN) * 1000
  const retryAtMs = nowMs + (askedMs > 0 ? askedMs : isQuota ? usualQuotaPauseMs : usualPauseMs)
  return isQuota
    ? new AppError('SPOTIFY_QUOTA_EXCEEDED', 'Attune used up what Spotify allows it in a day.', { retryAtMs })
    : new AppError('SPOTIFY_RATE_LIMITED', 'Spotify asks for a short pause.', { retryAtMs })
}

function meaningOf(status: number, told: string): readonly [ErrorCode, string] {
  if (status === 401) return ['SPOTIFY_RECONNECT', 'Spotify no longer accepts this connection. Connect Spotify again in the settings.']
  if (status === 403) return meaningOfForbidden(told)
  if (status === 404) {
    return /NO_ACTIVE_DEVICE|active device|device not found/i.test(told)
      ? ['SPOTIFY_NO_DEVICE', 'No device of yours is ready to play. Open Spotify on one and try again.']
      : ['SPOTIFY_GONE', 'Spotify does not have this, or no longer.']
  }
  if (status >= 500) return ['SPOTIFY_UNREACHABLE', 'Spotify has trouble of its own.']
  return ['SPOTIFY_REFUSED', 'Spotify refused this.']
}

function meaningOfForbidden(told: string): readonly [ErrorCode, string] {
  if (/premium/i.test(told)) return ['SPOTIFY_PREMIUM_REQUIRED', 'Spotify allows this with Premium only.']
  if (/scope/i.test(told))
    return ['SPOTIFY_RECONNECT', 'A permission is missing. Connect Spotify again in the settings and agree to all of them.']
  if (/regist|allow-?list|dashboard/i.test(told)) {
    return ['SPOTIFY_NOT_ALLOWED', 'This Spotify account is not among the users that the app’s owner entered in Spotify’s dashboard.']
  }
  return ['SPOTIFY_FORBIDDEN', 'Spotify does not allow this.']
}

/** Spotify's own words as one printable line; of a page of HTML nothing. */
function readRefusal(text: string): { readonly message: string; readonly reason: string } {
  const refusal = spotifyErrorSchema.safeParse(parseJson(text)).data?.error
  const message = refusal?.message ?? (text.trimStart().startsWith('<') ? '' : text)
  return {
    message: message
      .replace(/[\p{Cc}\s]+/gu, ' ')
      .trim()
      .slice(0, quotedLength),
    reason: refusal?.reason ?? '',
  }
}

/** Undefined where a text is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
