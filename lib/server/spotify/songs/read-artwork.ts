import 'server-only'

import { AppError } from '@/lib/core/app-error'

import type { SpotifyApi } from '../spotify-api'

import { readSongs } from './read-songs'
import { recallSong } from './song-metadata'

const fetchTimeoutMs = 10_000
const artworkLimitBytes = 1024 * 1024

/** Where Spotify keeps its pictures. */
const pictureHosts = /(^|\.)(scdn\.co|spotifycdn\.com)$/

/** Fetches the picture of a song from Spotify, so that a page of ours loads nothing from elsewhere. Throws NOT_FOUND where there is none. */
export async function readArtwork(
  api: SpotifyApi,
  { listenerId, songId, apiBaseUrl }: { readonly listenerId: string; readonly songId: string; readonly apiBaseUrl: string },
): Promise<{ readonly bytes: ArrayBuffer; readonly contentType: string }> {
  await readSongs(api, listenerId, [songId])
  const imageUrl = recallSong(listenerId, songId)?.imageUrl
  if (imageUrl === undefined || !isPictureUrl(imageUrl, apiBaseUrl))
    throw new AppError('NOT_FOUND', 'Spotify shows no picture of this song.')
  try {
    const response = await fetch(imageUrl, { redirect: 'error', signal: AbortSignal.timeout(fetchTimeoutMs) })
    const contentType = response.headers.get('content-type') ?? ''
    const bytes = await response.arrayBuffer()
    if (response.ok && contentType.startsWith('image/') && bytes.byteLength <= artworkLimitBytes) return { bytes, contentType }
  } catch (cause) {
    throw new AppError('SPOTIFY_UNREACHABLE', 'The picture could not be fetched from Spotify.', { cause })
  }
  throw new AppError('NOT_FOUND', 'Spotify has no picture where it says that there is one.')
}

/** Spotify says where its pictures are; an address elsewhere is not followed, least of all one inside this server's network. */
function isPictureUrl(address: string, apiBaseUrl: string): boolean {
  if (!URL.canParse(address)) return false
  const { protocol, hostname, origin } = new URL(address)
  return (protocol === 'https:' && pictureHosts.test(hostname)) || origin === apiBaseUrl
}
