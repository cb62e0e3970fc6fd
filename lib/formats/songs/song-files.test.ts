import { describe, expect, test } from 'vitest'

import { importedSongLimit } from '@/lib/core/songs/imported-song'

import { makeFile, makeZip, readGenerated } from '../test-support'

import { readSongFiles } from './read-song-files'

const idOf = (number: number) => String(number).padStart(22, '0')
const read = (text: string, name = 'songs.csv') => readSongFiles([makeFile(name, text)])
const problemOf = (...files: File[]) =>
  readSongFiles(files).then(
    () => undefined,
    (error: unknown) => error,
  )

describe('readSongFiles', () => {
  test('merges rows of one song: by id, and by name where one of them has no id', async () => {
    const { songs, notes } = await read(
      `Title,Artist,Spotify ID,Year,Energy,Valence\nOne,Ann,${idOf(1)},,,\nONE,ann,,1999,0.5,0.25\nOne,Ann,${idOf(1)},2001,0.9,0.9\nOne,Ann,${idOf(2)},,,\nTwo,Ann,,,,\ntwo,Ann,${idOf(3)},,,\n`,
    )
    expect(songs).toEqual([
      { title: 'One', artists: ['Ann'], artistGenres: [], songId: idOf(1), releaseYear: 1999, features: { energy: 0.5, valence: 0.25 } },
      { title: 'One', artists: ['Ann'], artistGenres: [], songId: idOf(2), features: {} },
      { title: 'Two', artists: ['Ann'], artistGenres: [], songId: idOf(3), features: {} },
    ])
    expect(notes).toEqual(['3 entries were there twice.'])
  })

  test('leaves out values that no song can have, and keeps the song', async () => {
    const { songs } = await read(
      `Track URI,Track Name,Artist Name(s),Energy,Valence,Tempo,Key,Mode,Loudness,Duration (ms),Popularity,Release Date\nspotify:track:${idOf(1)},A,B,NaN,-0.5,1e9,-1,0.5,99,-3,400,soon\nspotify:track:${idOf(2)},Not analysed,B,0,0,0,0,0,-60,200000,0,2020\n`,
    )
    expect(songs[0]).toEqual({ songId: idOf(1), title: 'A', artists: ['B'], artistGenres: [], features: {} })
    expect(songs[1]?.features).toMatchObject({ energy: 0 })
    expect(songs[1]?.features.tempoBpm).toBeUndefined()
  })

  test('reads a title with line breaks and doubled quotes as one cell, across pieces of the file', async () => {
    const rows = Array.from({ length: 30_000 }, (_, number) => `"Song ""${number}""\nsecond line",Artist ${number},${idOf(number)}\n`)
    const { songs } = await read(`Title,Artist,Spotify ID\n${rows.join('')}`)
    expect(songs).toHaveLength(30_000)
    expect(songs.at(-1)).toMatchObject({ title: 'Song "29999" second line', songId: idOf(29_999) })
  })

  test('reads on behind a quote that was never closed', async () => {
    const rows = Array.from({ length: 20_000 }, (_, number) => `Song ${number},Artist ${number},${idOf(number)}\n`)
    const { songs } = await read(`Title,Artist,Spotify ID\n"open,Nobody,\n${rows.join('')}`)
    expect(songs.length).toBeGreaterThan(5_000)
  })

  test('of 500,000 rows keeps as many songs as Attune keeps and says how many it left out', { timeout: 120_000 }, async () => {
    const rows: string[] = []
    for (let number = 0; number < 500_000; number++) rows.push(`Song ${number},Artist ${number % 9999},${idOf(number)}\n`)
    const { songs, notes } = await read(`Title,Artist,Spotify ID\n${rows.join('')}`)
    expect(songs).toHaveLength(importedSongLimit)
    expect(songs[0]?.title).toBe('Song 0')
    expect(notes).toEqual(['Attune keeps 50,000 songs at most; 450,000 further entries were left out.'])
  })

  test('of many rows of few songs keeps them all', { timeout: 60_000 }, async () => {
    const rows: string[] = []
    for (let number = 0; number < 100_000; number++) rows.push(`Song ${number % 700},Artist,${idOf(number % 700)}\n`)
    const { songs, notes } = await read(`Title,Artist,Spotify ID\n${rows.join('')}`)
    expect(songs).toHaveLength(700)
    expect(notes).toEqual(['99,300 entries were there twice.'])
  })

  test('takes an episode, an album and a file of one’s own for no song', async () => {
    const { songs, notes } = await read(
      `Track URI,Track Name,Artist Name(s)\nspotify:episode:${idOf(1)},Talk,Host\nspotify:local:a:b:c:1,Own,Me\nspotify:track:${idOf(2)},Song,Ann\n`,
    )
    // A file of one's own has a name, by which it may be found.
    expect(songs.map(({ title, songId }) => [title, songId])).toEqual([
      ['Own', undefined],
      ['Song', idOf(2)],
    ])
    expect(notes).toEqual(["One entry without a song's title and artist (a podcast, an album, a file of your own) was left out."])
  })

  test('reads playlists of files by their names', async () => {
    const { songs } = await read('#EXTM3U\nC:\\Music\\07 - Ann - One%20Two.mp3\n/music/noname.mp3\n', 'mix.m3u')
    expect(songs.map(({ title, artists }) => [title, artists])).toEqual([['One Two', ['Ann']]])
  })

  test('names a file that it left out beside one that it read', async () => {
    const { songs, notes } = await readSongFiles([
      makeFile('songs.csv', 'Title,Artist\nOne,Ann\n'),
      makeFile('me.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47])),
      makeFile('cities.csv', 'city,inhabitants\nOslo,717710\n'),
    ])
    expect(songs).toHaveLength(1)
    expect(notes).toEqual([
      'me.png was left out: it is a PNG picture.',
      'cities.csv was left out: it is a table with the columns city, inhabitants, none of which holds titles and artists or Spotify ids.',
    ])
  })
})

describe('what is no export of music', () => {
  test.each([
    { file: 'bad/no-songs.csv', code: 'FORMAT_UNKNOWN', words: 'a table with the columns city, inhabitants, none of which holds titles' },
    {
      file: 'bad/no-export.json',
      code: 'FORMAT_UNKNOWN',
      words: 'no-export.json is a JSON file. Expected an export of Spotify account data',
    },
    { file: 'bad/cut.zip', code: 'FILE_UNREADABLE', words: 'a zip whose end is missing' },
    { file: 'bad/empty.csv', code: 'FILE_EMPTY', words: 'empty.csv has 0 bytes. Expected' },
  ])('$file is refused with what was found and what is expected', async ({ file, code, words }) => {
    expect(await problemOf(readGenerated(`e2e/fixtures/songs/${file}`))).toMatchObject({ code, message: expect.stringContaining(words) })
  })

  test('a zip without one is told by what it holds, and nothing of it is read', async () => {
    expect(await problemOf(makeZip('data.zip', { 'a/Userdata.json': '{"email":"x"}' }))).toMatchObject({
      code: 'FORMAT_UNKNOWN',
      message: expect.stringContaining('data.zip is a zip that holds no list of songs, but a/Userdata.json'),
    })
  })

  test('a playlist without a song is said to be one', async () => {
    expect(await problemOf(makeFile('empty.csv', 'Track URI,Track Name,Artist Name(s)\n'))).toMatchObject({
      code: 'FILE_EMPTY',
      message: 'Not one song was found.',
    })
  })

  test('JSON that breaks off is said to, with its name', async () => {
    expect(await problemOf(makeFile('YourLibrary.json', '{"tracks":[{"artist":"A"'))).toMatchObject({
      code: 'FILE_UNREADABLE',
      message: expect.stringContaining('YourLibrary.json is no whole JSON file'),
    })
  })
})
