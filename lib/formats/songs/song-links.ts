import { readTextLines } from '../read-text-lines'
import { countedChunks } from '../recording-format'
import type { SourceFile } from '../source-file'

import { artistsIn, durationOf, lineOf, present, spotifyIdIn } from './song-fields'
import type { FoundSong, SongContext, SongFormat } from './song-format'

/** '#EXTINF:217,Artist - Title': seconds (-1 for unknown), attributes in some, then who and what. */
const infoLine = /^#EXTINF:\s*(-?[\d.]+)?[^,]*,(.*)$/i
const partingDash = /\s[-–—]\s/

/** What an entry's info line tells. */
type Info = { readonly title: string; readonly artists: readonly string[]; readonly durationMs?: number }

/** M3U and M3U8 playlists: of files, of Spotify links (as Attune writes them), or a plain list of links or URIs, one a line. */
export const songLinks: SongFormat = {
  formatName: 'M3U8 or a list of Spotify links',
  recognises: ({ head }) => {
    if (head.includes(0)) return false
    const lines = firstLines(head)
    return /^\uFEFF?#EXTM3U/i.test(lines[0] ?? '') || lines.some((line) => infoLine.test(line)) || areLinks(lines)
  },
  read: readLinks,
}

function firstLines(head: Uint8Array): readonly string[] {
  const lines = new TextDecoder().decode(head.subarray(0, 4096)).split(/\r\n|\n|\r/)
  return lines.map((line) => line.trim()).filter((line) => line !== '')
}

function areLinks(lines: readonly string[]): boolean {
  const links = lines.filter((line) => spotifyIdIn(line) !== undefined)
  // The last of the looked-at lines may be cut.
  return links.length > 0 && links.length >= lines.length - 1
}

async function readLinks(file: SourceFile, context: SongContext): Promise<void> {
  let info: Info | undefined
  for await (const line of readTextLines(countedChunks(file, context))) {
    const text = line.trim()
    if (text === '') continue
    if (text.startsWith('#')) {
      info = infoOf(text) ?? info
      continue
    }
    const song = songOf(text, info)
    info = undefined
    if (song === undefined) context.onOther()
    else context.onSong(song)
  }
}

function infoOf(line: string): Info | undefined {
  const [, seconds, words] = infoLine.exec(line) ?? []
  if (words === undefined) return undefined
  const durationMs = durationOf(Number(seconds) * 1000)
  return { ...namesIn(words), ...present({ durationMs }) }
}

/** 'Artist - Title' apart; a title alone where nothing parts them. */
function namesIn(words: string): Pick<Info, 'title' | 'artists'> {
  const dash = partingDash.exec(words)
  if (dash === null) return { title: lineOf(words), artists: [] }
  return { title: lineOf(words.slice(dash.index + dash[0].length)), artists: artistsIn(words.slice(0, dash.index)) }
}

function songOf(address: string, info: Info | undefined): FoundSong | undefined {
  const songId = spotifyIdIn(address)
  const { title, artists, durationMs }: Info = info ?? namesIn(fileNameIn(address))
  if (songId === undefined && (title === '' || artists.length === 0)) return undefined
  // What stands in a link is no name.
  const names = songId !== undefined && info === undefined ? { title: '', artists: [] } : { title, artists }
  return { ...names, artistGenres: [], features: {}, ...present({ songId, durationMs }) }
}

/** The name of a file without its folders, its ending and the number of a track. */
function fileNameIn(address: string): string {
  const name = address.split(/[\\/]/).at(-1) ?? ''
  return decode(name)
    .replace(/\.\w{2,5}$/, '')
    .replace(/^\d{1,3}[.\s_-]+\s*/, '')
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    // A per cent sign of the name's own.
    return name
  }
}
