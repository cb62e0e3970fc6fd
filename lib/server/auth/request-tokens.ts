import 'server-only'

import { z } from 'zod'

import { AppError } from '@/lib/core/app-error'

import type { Env } from '../env'

import { checkConfigured } from './spotify-keys'

const requestTimeoutMs = 10_000

const tokenReplySchema = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  /** Spotify sends one only when it replaces the old one. */
  refresh_token: z.string().min(1).optional(),
  scope: z.string().optional(),
})

const tokenErrorSchema = z.object({ error: z.string(), error_description: z.string().optional() })

/** What Spotify's accounts service gives. */
export type TokenReply = z.infer<typeof tokenReplySchema>

/** The part of the environment that asking for tokens needs. */
export type TokenEnv = Pick<Env, 'spotifyClientId' | 'spotifyClientSecret' | 'spotifyAccountsUrl'>

/**
 * Asks Spotify's accounts service for tokens in the app's name. Throws SPOTIFY_NOT_CONFIGURED where there is no app or Spotify does not
 * know it, SPOTIFY_RECONNECT where the grant is no longer good, SPOTIFY_UNREACHABLE where asking again later may help.
 */
export async function requestTokens(env: TokenEnv, grant: Readonly<Record<string, string>>): Promise<TokenReply> {
  checkConfigured(env)
  const { spotifyClientId, spotifyClientSecret, spotifyAccountsUrl } = env
  let response: Response
  let text: string
  try {
    response = await fetch(`${spotifyAccountsUrl}/api/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${spotifyClientId}:${spotifyClientSecret}`).toString('base64')}` },
      body: new URLSearchParams(grant),
      signal: AbortSignal.timeout(requestTimeoutMs),
    })
    text = await response.text()
  } catch (cause) {
    throw new AppError('SPOTIFY_UNREACHABLE', 'The accounts service of Spotify does not answer. Try again in a minute.', { cause })
  }
  if (response.ok) {
    const reply = tokenReplySchema.safeParse(parseJson(text))
    if (reply.success) return reply.data
    // The cause is left out: zod's findings could quote what was sent.
    throw new AppError('SPOTIFY_UNREACHABLE', 'The accounts service of Spotify answered without a token. Try again in a minute.')
  }
  const refusal = tokenErrorSchema.safeParse(parseJson(text)).data
  if (refusal?.error === 'invalid_grant') {
    throw new AppError('SPOTIFY_RECONNECT', 'Spotify no longer accepts this connection: it was withdrawn or is older than six months.')
  }
  if (refusal?.error === 'invalid_client') {
    throw new AppError('SPOTIFY_NOT_CONFIGURED', describeBadClient(refusal.error_description))
  }
  throw new AppError(
    'SPOTIFY_UNREACHABLE',
    `The accounts service of Spotify answered with status ${response.status}. Try again in a minute.`,
  )
}

function describeBadClient(description: string | undefined): string {
  const name = /secret/i.test(description ?? '') ? 'SPOTIFY_CLIENT_SECRET' : 'SPOTIFY_CLIENT_ID'
  return `Spotify does not accept this server's ${name}; copy it once more from the app's settings in Spotify's dashboard.`
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
