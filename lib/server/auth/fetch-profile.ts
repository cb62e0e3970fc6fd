import 'server-only'

import type { SpotifyReply } from '@/lib/contracts/spotify-web-api'
import { AppError, type ErrorCode } from '@/lib/core/app-error'

import { createSpotifyApi } from '../spotify/spotify-api'

/** Who signed in, as much of it as is read. */
export type SpotifyProfile = SpotifyReply<'getProfile'>

/** Why Spotify does not tell who signed in. */
export type ProfileRefusal = 'not-allow-listed' | 'owner-without-premium' | 'unreachable'

const refusals: Partial<Record<ErrorCode, ProfileRefusal>> = {
  SPOTIFY_PREMIUM_REQUIRED: 'owner-without-premium',
  SPOTIFY_NOT_ALLOWED: 'not-allow-listed',
  SPOTIFY_FORBIDDEN: 'not-allow-listed',
}

/** Asks Spotify who an access token belongs to; the first request that a person meets the rules of Development Mode with. */
export async function fetchProfile(apiUrl: string, accessToken: string): Promise<SpotifyProfile | ProfileRefusal> {
  try {
    return await createSpotifyApi({ apiBaseUrl: apiUrl, getAccessToken: () => Promise.resolve(accessToken) }).getProfile()
  } catch (error) {
    return (error instanceof AppError ? refusals[error.code] : undefined) ?? 'unreachable'
  }
}
