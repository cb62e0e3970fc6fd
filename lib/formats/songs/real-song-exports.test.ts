import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

import { describe, expect, test } from 'vitest'

import { hasSound } from '@/lib/core/songs/imported-song'

import { makeFile, makeZip } from '../test-support'

import { readSongFiles } from './read-song-files'

const dataDir = path.join(import.meta.dirname, '../../../../shared/data/song-exports')
const isPresent = existsSync(dataDir)
if (!isPresent) process.stdout.write('real-song-exports.test.ts is skipped: ../shared/data is not beside the repository.\n')

const bytesOf = (name: string) => new Uint8Array(readFileSync(path.join(dataDir, name)))
const read = (name: string) => readSongFiles([makeFile(name, bytesOf(name))])

describe.skipIf(!isPresent)('real exports of music', () => {
  test.each([
    { file: 'exportify_net_2025_liked_songs.csv', formatName: 'Exportify', songCount: 40, withSound: 40, withId: 40 },
    { file: 'exportify_net_2024_playlist_trackid.csv', formatName: 'Exportify', songCount: 40, withSound: 40, withId: 40 },
    { file: 'exportify_app_watsonbox_liked.csv', formatName: 'Exportify', songCount: 40, withSound: 0, withId: 40 },
    { file: 'tunemymusic_my_spotify_library_a.csv', formatName: 'TuneMyMusic', songCount: 40, withSound: 0, withId: 40 },
    { file: 'tunemymusic_my_spotify_library_b.csv', formatName: 'TuneMyMusic', songCount: 40, withSound: 0, withId: 40 },
    { file: 'spotify_account_YourLibrary.json', formatName: 'Spotify account data', songCount: 10, withSound: 0, withId: 10 },
    { file: 'spotify_account_Playlist1.json', formatName: 'Spotify account data', songCount: 1, withSound: 0, withId: 1 },
    { file: 'spotify_account_StreamingHistory_music_0.json', formatName: 'Spotify account data', songCount: 14, withSound: 0, withId: 0 },
    { file: 'spotify_extended_Streaming_History_Audio.json', formatName: 'Spotify account data', songCount: 2, withSound: 0, withId: 2 },
  ])('$file gives $songCount songs', async ({ file, formatName, songCount, withSound, withId }) => {
    const { songs, formatNames } = await read(file)
    expect(formatNames).toEqual([formatName])
    expect(songs).toHaveLength(songCount)
    expect(songs.filter(({ features }) => hasSound(features))).toHaveLength(withSound)
    expect(songs.filter(({ songId }) => songId !== undefined)).toHaveLength(withId)
    for (const { title, artists } of songs) expect([title.length > 0, artists.length > 0]).toEqual([true, true])
  })

  test('a history in which nothing was heard out is said to hold no song, with what was passed over', async () => {
    await expect(read('spotify_extended_Streaming_History_Video.json')).rejects.toMatchObject({
      code: 'FILE_EMPTY',
      message: expect.stringMatching(/^Not one song was found\. 6 songs .* 4 entries/),
    })
  })

  test('names that hold commas stay whole, and names that commas part are parted', async () => {
    const { songs } = await read('exportify_app_watsonbox_liked.csv')
    expect(songs.find(({ songId }) => songId === '0puf9yIluy9W0vpMEUoAnN')?.artists).toEqual(['Jessie J', 'Ariana Grande', 'Nicki Minaj'])
    const { songs: newer } = await read('exportify_net_2025_liked_songs.csv')
    expect(newer.filter(({ artists }) => artists.length === 2).length).toBeGreaterThan(3)
  })

  test('the account’s files in one zip are read together, each song once', async () => {
    const names = ['spotify_account_YourLibrary.json', 'spotify_account_Playlist1.json', 'spotify_account_StreamingHistory_music_0.json']
    const texts = Object.fromEntries(names.map((name) => [`Spotify Account Data/${name}`, new TextDecoder().decode(bytesOf(name))]))
    const { songs } = await readSongFiles([makeZip('my_spotify_data.zip', texts)])
    expect(songs).toHaveLength(25)
  })
})
