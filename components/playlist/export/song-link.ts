import { isOwnSongId } from '@/lib/core/songs/own-song-id'
import type { Song } from '@/lib/core/songs/song'

/** Where a song opens in Spotify, in the app or in the browser; one without a Spotify id is searched for there. */
export function songLink({ songId, title, artists }: Pick<Song, 'songId' | 'title' | 'artists'>): string {
  if (!isOwnSongId(songId)) return `https://open.spotify.com/track/${songId}`
  return `https://open.spotify.com/search/${encodeURIComponent([...artists.slice(0, 1), title].join(' '))}`
}
