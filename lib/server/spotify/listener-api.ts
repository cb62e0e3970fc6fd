import 'server-only'

import { getAccessToken } from '../auth/access-token'
import { getEnv } from '../env'

import { createSpotifyApi, type SpotifyApi } from './spotify-api'

/** Spotify's calls for a listener who is connected; `beforeCall` comes before each of them. */
export function createListenerApi(listenerId: string, beforeCall?: () => Promise<void>): SpotifyApi {
  return createSpotifyApi({
    apiBaseUrl: getEnv().spotifyApiUrl,
    getAccessToken: async (options) => {
      await beforeCall?.()
      return getAccessToken(listenerId, options)
    },
  })
}
