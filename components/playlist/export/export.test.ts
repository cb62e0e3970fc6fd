import { expect, test } from 'vitest'

import type { Song } from '@/lib/core/songs/song'

import { toCsv } from './to-csv'
import { toM3u8 } from './to-m3u8'
import { toSpotifyUris } from './to-spotify-uris'

const song = (index: number, rest: Partial<Song> = {}): Song => ({
  songId: `${index}`.padStart(22, 'a'),
  title: `Song ${index}`,
  artists: ['Somebody'],
  artistGenres: [],
  features: {},
  ...rest,
})

const awkward = [
  song(1, {
    title: 'Comma, "quotes"\nand a line',
    artists: ['Ärzte', 'Sigur Rós'],
    durationMs: 185_400,
    releaseYear: 1999,
    isExplicit: true,
  }),
  song(2, { title: '音楽 🎧', artists: ['=HYPERLINK("x")'], isExplicit: false }),
  song(3, { title: '-1', artists: [] }),
]

/** The rows of a CSV by their headings, read letter by letter as RFC 4180 has it. */
const readCsv = (text: string): Record<string, string>[] => {
  const rows: string[][] = [['']]
  let isQuoted = false
  for (let index = 0; index < text.length; index += 1) {
    const [letter = '', next] = [text[index], text[index + 1]]
    const row = rows.at(-1) ?? []
    const append = (part: string) => row.push(`${row.pop() ?? ''}${part}`)
    if (isQuoted && letter === '"' && next === '"') {
      append('"')
      index += 1
    } else if (letter === '"') isQuoted = !isQuoted
    else if (!isQuoted && letter === ',') row.push('')
    else if (!isQuoted && letter === '\r' && next === '\n') {
      rows.push([''])
      index += 1
    } else append(letter)
  }
  const [headings = [], ...lines] = rows.slice(0, -1)
  return lines.map((line) => Object.fromEntries(headings.map((heading, column) => [heading, line[column] ?? ''])))
}

test('CSV that is read back has every song as it was, formulas disarmed', () => {
  const text = toCsv(awkward)
  expect(text.charCodeAt(0)).toBe(0xfeff)
  const data = readCsv(text.slice(1))
  expect(data).toHaveLength(3)
  expect(data[0]).toEqual({
    position: '1',
    title: 'Comma, "quotes"\nand a line',
    artists: 'Ärzte; Sigur Rós',
    duration_ms: '185400',
    release_year: '1999',
    explicit: 'true',
    spotify_uri: `spotify:track:${awkward[0]?.songId}`,
    spotify_url: `https://open.spotify.com/track/${awkward[0]?.songId}`,
  })
  expect(data[1]).toMatchObject({ title: '音楽 🎧', artists: `'=HYPERLINK("x")`, duration_ms: '', release_year: '', explicit: 'false' })
  expect(data[2]).toMatchObject({ title: "'-1", artists: '', explicit: '' })
})

test('every line of a CSV ends as RFC 4180 has it', () => {
  expect(toCsv([song(1)]).match(/[^\r]\n/g)).toBeNull()
})

test('M3U8 has two lines a song, and a line break in a name makes no third', () => {
  const lines = toM3u8('To\ncalm', awkward).split('\n')
  expect(lines.slice(0, 3)).toEqual(['#EXTM3U', '#EXTENC:UTF-8', '#PLAYLIST:To calm'])
  expect(lines.slice(3)).toEqual([
    '#EXTINF:185,Ärzte, Sigur Rós - Comma, "quotes" and a line',
    `https://open.spotify.com/track/${awkward[0]?.songId}`,
    '#EXTINF:-1,=HYPERLINK("x") - 音楽 🎧',
    `https://open.spotify.com/track/${awkward[1]?.songId}`,
    '#EXTINF:-1,-1',
    `https://open.spotify.com/track/${awkward[2]?.songId}`,
    '',
  ])
})

test('Spotify URIs are one a line, in order', () => {
  expect(toSpotifyUris(awkward)).toBe(awkward.map(({ songId }) => `spotify:track:${songId}\n`).join(''))
  expect(toSpotifyUris([])).toBe('')
})

test('a song without a Spotify id is searched for by its names, and left out of the URIs', () => {
  const own = song(4, { songId: 'own0000000000000000000', title: 'My & mine', artists: ['Ann', 'Bea'] })
  const search = 'https://open.spotify.com/search/Ann%20My%20%26%20mine'
  expect(toM3u8('Mine', [own])).toContain(search)
  expect(readCsv(toCsv([own]).slice(1))[0]).toMatchObject({ spotify_uri: '', spotify_url: search })
  expect(toSpotifyUris([own, song(1)])).toBe(`spotify:track:${song(1).songId}\n`)
})
