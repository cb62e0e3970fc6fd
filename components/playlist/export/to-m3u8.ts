import type { Song } from '@/lib/core/songs/song'

import { songLink } from './song-link'

/** M3U is a file of lines: a line break inside a name would begin another entry. */
const oneLine = (text: string): string => text.replaceAll(/[\r\n\u0085\u2028\u2029]+/g, ' ').trim()

/** Length -1 says that it is not known. */
const UNKNOWN_SECONDS = -1

/** A playlist as an extended M3U in UTF-8; its addresses open the songs in Spotify. */
export function toM3u8(name: string, songs: readonly Song[]): string {
  const lines = songs.flatMap((song) => {
    const { title, artists, durationMs } = song
    const seconds = durationMs === undefined ? UNKNOWN_SECONDS : Math.round(durationMs / 1000)
    return [`#EXTINF:${seconds},${oneLine([artists.join(', '), title].filter((part) => part !== '').join(' - '))}`, songLink(song)]
  })
  return ['#EXTM3U', '#EXTENC:UTF-8', `#PLAYLIST:${oneLine(name)}`, ...lines, ''].join('\n')
}
