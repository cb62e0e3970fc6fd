import { isOwnSongId } from '@/lib/core/songs/own-song-id'
import type { Song } from '@/lib/core/songs/song'

/** A playlist as Spotify URIs, one a line: pasted into a playlist of Spotify's desktop app, they become its songs. Songs without a Spotify id are left out. */
export function toSpotifyUris(songs: readonly Song[]): string {
  return songs.flatMap(({ songId }) => (isOwnSongId(songId) ? [] : [`spotify:track:${songId}\n`])).join('')
}
