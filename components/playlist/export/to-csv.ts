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

/** A playlist as CSV in UTF-8 (RFC 4180): one song a row, empty where something is not known. */
export function toCsv(songs: readonly Song[]): string {
  const rows = songs.map(({ songId, title, artists, durationMs, releaseYear, isExplicit }, index) => [
    String(index + 1),
    title,
    artists.join('; '),
    durationMs === undefined ? '' : String(Math.round(durationMs)),
    releaseYear === undefined ? '' : String(releaseYear),
    isExplicit === undefined ? '' : String(isExplicit),
    `spotify:track:${songId}`,
    songLink(songId),
  ])
  return BYTE_ORDER_MARK + [HEADINGS, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('')
}
