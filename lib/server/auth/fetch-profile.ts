import 'server-only'

import { z } from 'zod'

const requestTimeoutMs = 10_000

const profileSchema = z.object({ id: z.string().min(1), display_name: z.string().nullish() })

/** Who signed in, as much of it as is kept. */
export type SpotifyProfile = z.infer<typeof profileSchema>

/** Why Spotify does not tell who signed in. */
export type ProfileRefusal = 'not-allow-listed' | 'owner-without-premium' | 'unreachable'

/** Asks Spotify who an access token belongs to; the first request that a person meets the rules of Development Mode with. */
export async function fetchProfile(apiUrl: string, accessToken: string): Promise<SpotifyProfile | ProfileRefusal> {
  try {
    const response = await fetch(`${apiUrl}/v1/me`, {
      headers: { authorization: `Bearer ${accessToken}` },
      signal: AbortSignal.timeout(requestTimeoutMs),
    })
    const text = await response.text()
    if (response.status === 403) return refusalOf(text)
    return response.ok ? profileSchema.parse(JSON.parse(text)) : 'unreachable'
  } catch {
    return 'unreachable'
  }
}

/** Spotify gives the two reasons for a 403 in words only. */
export function refusalOf(text: string): 'not-allow-listed' | 'owner-without-premium' {
  return /premium/i.test(text) ? 'owner-without-premium' : 'not-allow-listed'
}
