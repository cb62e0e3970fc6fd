import type { Song } from '@/lib/core/songs/song'

/** A playlist as Spotify URIs, one a line: pasted into a playlist of Spotify's desktop app, they become its songs. */
export function toSpotifyUris(songs: readonly Song[]): string {
  return songs.map(({ songId }) => `spotify:track:${songId}\n`).join('')
}
