import 'server-only'

import type { SpotifySongs } from '@/lib/contracts/spotify-songs-api'
import { AppError } from '@/lib/core/app-error'

import type { SpotifyApi } from '../spotify-api'

import { recallSong, rememberTracks } from './song-metadata'

/** Calls to Spotify under way at once. */
const atOnce = 4

/** When Spotify wanted no more questions, and until when; one app has one limit. */
let quietUntilMs = 0

/**
 * Reads what Spotify tells this listener about songs, asking only about those that nobody asked about lately. A limit of Spotify's ends
 * the asking and is told; what is known by then is answered.
 */
export async function readSongs(api: SpotifyApi, listenerId: string, songIds: readonly string[]): Promise<SpotifySongs> {
  const unknown = songIds.filter((songId) => recallSong(listenerId, songId) === undefined)
  if (Date.now() >= quietUntilMs) {
    const next = unknown.values()
    await Promise.all(Array.from({ length: atOnce }, () => askAbout(api, listenerId, next)))
  }
  const songs = songIds.flatMap((songId) => recallSong(listenerId, songId)?.song ?? [])
  return { songs, ...(songs.length < songIds.length ? { retryAtMs: quietUntilMs } : {}) }
}

async function askAbout(api: SpotifyApi, listenerId: string, songIds: Iterator<string>): Promise<void> {
  for (let next = songIds.next(); next.done !== true && Date.now() >= quietUntilMs; next = songIds.next()) {
    const songId = next.value
    try {
      rememberTracks(listenerId, new Map([[songId, await api.getTrack(songId)]]))
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      if (error.code === 'SPOTIFY_GONE') rememberTracks(listenerId, new Map([[songId, undefined]]))
      else if (error.retryAtMs !== undefined) quietUntilMs = error.retryAtMs
      else throw error
    }
  }
}
