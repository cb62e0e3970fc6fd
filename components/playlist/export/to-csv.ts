import { isOwnSongId } from '@/lib/core/songs/own-song-id'
import type { Song } from '@/lib/core/songs/song'

import { songLink } from './song-link'

/** Tells Excel that what follows is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF'
const HEADINGS = ['position', 'title', 'artists', 'duration_ms', 'release_year', 'explicit', 'spotify_uri', 'spotify_url']

/** Quotes a field where it holds what separates fields or lines (RFC 4180), and disarms what a spreadsheet would run as a formula. */
const field = (value: string): string => {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** Rows as CSV in UTF-8 (RFC 4180), the headings first. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return BYTE_ORDER_MARK + rows.map((row) => `${row.map(field).join(',')}\r\n`).join('')
}

/** A playlist as CSV: one song a row, empty where something is not known. */
export function toCsv(songs: readonly Song[]): string {
  const rows = songs.map((song, index) => {
    const { songId, title, artists, durationMs, releaseYear, isExplicit } = song
    return [
      String(index + 1),
      title,
      artists.join('; '),
      durationMs === undefined ? '' : String(Math.round(durationMs)),
      releaseYear === undefined ? '' : String(releaseYear),
      isExplicit === undefined ? '' : String(isExplicit),
      isOwnSongId(songId) ? '' : `spotify:track:${songId}`,
      songLink(song),
    ]
  })
  return csvOf([HEADINGS, ...rows])
}
