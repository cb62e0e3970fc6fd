'use client'

import { createSpotifyClient } from '@/lib/stores/spotify-client'

/** The server's side of what is at Spotify. */
export const spotifyClient = createSpotifyClient((address, init) => fetch(address, init))
