import 'server-only'

import { AppError } from '@/lib/core/app-error'

import type { Env } from '../env'

type Keys = Pick<Env, 'spotifyClientId' | 'spotifyClientSecret'>

/** The variables without which nothing can be saved to Spotify, as far as they are missing. */
export function missingKeys({ spotifyClientId, spotifyClientSecret }: Keys): string[] {
  return [
    ...(spotifyClientId === undefined ? ['SPOTIFY_CLIENT_ID'] : []),
    ...(spotifyClientSecret === undefined ? ['SPOTIFY_CLIENT_SECRET'] : []),
  ]
}

/** Throws SPOTIFY_NOT_CONFIGURED where a key is missing. */
export function checkConfigured(keys: Keys): void {
  const missing = missingKeys(keys)
  if (missing.length === 0) return
  const verb = missing.length === 1 ? 'is' : 'are'
  throw new AppError(
    'SPOTIFY_NOT_CONFIGURED',
    `${missing.join(' and ')} ${verb} not set on this server; the set-up page says how to get them.`,
  )
}
