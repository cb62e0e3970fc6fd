import 'server-only'

import type { SpotifySong } from '@/lib/contracts/spotify-songs-api'
import type { SpotifyTrack } from '@/lib/contracts/spotify-web-api'

import { toUnplayableReason } from '../save/save-progress'

/** Spotify's rules allow to keep what it tells for a short while only. */
const keptForMs = 10 * 60 * 1000

/** Songs of all listeners that are remembered; the one told of longest ago goes first. */
const rememberedLimit = 10_000

/** What Spotify said of a song to a listener, and where the picture is. */
export type KnownSong = { readonly song: SpotifySong; readonly imageUrl: string | undefined; readonly knownSinceMs: number }

declare global {
  // On globalThis, because the bundler may give each route a copy of this module.
  var attuneKnownSongs: Map<string, KnownSong> | undefined
}

/** The picture of a song in a list is small; the next larger one than this is taken. */
const artworkWidthPx = 128

const knownSongs = () => (globalThis.attuneKnownSongs ??= new Map())
const keyOf = (listenerId: string, songId: string) => `${listenerId} ${songId}`

/** Keeps what Spotify said of songs for this listener, in memory and for ten minutes. */
export function rememberTracks(listenerId: string, tracks: ReadonlyMap<string, SpotifyTrack | undefined>): void {
  const known = knownSongs()
  for (const [songId, track] of tracks) {
    known.delete(keyOf(listenerId, songId))
    known.set(keyOf(listenerId, songId), { song: toSong(songId, track), imageUrl: imageOf(track), knownSinceMs: Date.now() })
  }
  for (const key of known.keys()) {
    if (known.size <= rememberedLimit) break
    known.delete(key)
  }
}

/** What Spotify said of a song to this listener lately. */
export function recallSong(listenerId: string, songId: string): KnownSong | undefined {
  const found = knownSongs().get(keyOf(listenerId, songId))
  return found === undefined || Date.now() - found.knownSinceMs > keptForMs ? undefined : found
}

/** Forgets everything that Spotify said to this listener. */
export function forgetSongs(listenerId: string): void {
  for (const key of knownSongs().keys()) if (key.startsWith(`${listenerId} `)) knownSongs().delete(key)
}

function toSong(songId: string, track: SpotifyTrack | undefined): SpotifySong {
  if (track === undefined) return { songId, isPlayable: false, reason: 'gone' }
  const { name, artists, album, explicit, external_urls: urls, is_playable: isPlayable = true, restrictions } = track
  return {
    songId,
    isPlayable,
    ...(isPlayable ? {} : { reason: toUnplayableReason(restrictions?.reason) }),
    title: name,
    ...(artists === undefined ? {} : { artists: artists.map((artist) => artist.name) }),
    ...(album === undefined ? {} : { album: album.name }),
    ...(explicit === undefined ? {} : { isExplicit: explicit }),
    ...(urls?.spotify === undefined ? {} : { spotifyUrl: urls.spotify }),
    ...(imageOf(track) === undefined ? {} : { artworkUrl: `/api/spotify/artwork/${songId}` }),
  }
}

function imageOf(track: SpotifyTrack | undefined): string | undefined {
  const images = [...(track?.album?.images ?? [])].sort((a, b) => (a.width ?? 0) - (b.width ?? 0))
  return (images.find(({ width }) => (width ?? 0) >= artworkWidthPx) ?? images.at(-1))?.url
}
