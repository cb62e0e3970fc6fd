import { readFileSync } from 'node:fs'

import type { Page } from '@playwright/test'

import { explainSong } from '@/lib/core/songs/explain-song'

import { expectSongs, songIdsOf, songItems } from './support/playlist'
import { inputCard, makePlaylist, openStudio, replyAfter, sayWord, statePanel } from './support/studio'
import { expect, test } from './support/test'

test('one word becomes 25 songs, and they can be made anew, removed, brought back, lengthened and led elsewhere', async ({ page }) => {
  await openStudio(page)
  const make = page.getByRole('button', { name: 'Make my playlist' })
  await expect(make, 'without any input there is nothing to make').toHaveAttribute('aria-disabled', 'true')
  await sayWord(page, 'Calm')
  await sayWord(page, 'Sitting')
  await expect(statePanel(page)).toContainText('Your word is calm, you chose sitting')
  await expect(statePanel(page).getByRole('img', { name: /^The state as a ring of 128 bars, made of 1 input\./ })).toBeVisible()

  const first = await makePlaylist(page)
  await test.step('25 songs, each with a reason that is true of it', async () => {
    expect(new Set(songIdsOf(first)).size).toBe(25)
    await expectSongs(page, first)
    for (const [index, song] of first.songs.entries()) {
      // Which of the two words brought a song near, only the browser knows: the state that would be without it never leaves.
      const reasons = (['ownMood', 'ownActivity'] as const).map((part) =>
        explainSong(song, { ownWord: { mood: 'calm', activity: 'sitting' } }, 'match', { part }),
      )
      const shown = await songItems(page).nth(index).innerText()
      expect(
        reasons.some((reason) => shown.includes(reason)),
        `${shown} holds one of ${reasons.join(' ')}`,
      ).toBe(true)
    }
    await expect(page.getByRole('heading', { name: 'As you are' })).toBeFocused()
  })

  await test.step('the state that left is of unit length and stays the same for the same word', async () => {
    await statePanel(page).getByText('Show the numbers').click()
    const cells = await statePanel(page).getByRole('cell').allInnerTexts()
    expect(cells).toHaveLength(128)
    const norm = Math.hypot(...cells.map((cell) => Number(cell.replace('−', '-'))))
    // The cells are rounded to two decimals.
    expect(norm).toBeGreaterThan(0.95)
    expect(norm).toBeLessThan(1.05)
  })

  const again = await test.step('regenerate gives another list', async () => {
    const playlist = await replyAfter(page, 'PUT', () => page.getByRole('button', { name: 'Regenerate' }).click())
    expect(playlist.playlistId).toBe(first.playlistId)
    expect(songIdsOf(playlist)).not.toEqual(songIdsOf(first))
    await expectSongs(page, playlist)
    return playlist
  })

  await test.step('a song is removed and brought back', async () => {
    const third = songItems(page).nth(2)
    const title = again.songs[2]?.song.title ?? ''
    await third.getByRole('button', { name: `Remove ${title}` }).click()
    await expect(songItems(page)).toHaveCount(24)
    await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expectSongs(page, again)
  })

  await test.step('a song is removed for good, and the server knows', async () => {
    const removed = again.songs[4]?.song
    const kept = await replyAfter(page, 'PATCH', () =>
      songItems(page)
        .nth(4)
        .getByRole('button', { name: `Remove ${removed?.title}` })
        .click(),
    )
    expect(songIdsOf(kept)).toEqual(songIdsOf(again).filter((songId) => songId !== removed?.songId))
    await expectSongs(page, kept)
    const longer = await replyAfter(page, 'PUT', () => page.getByRole('slider', { name: 'Length' }).fill('40'))
    expect(songIdsOf(longer)).toHaveLength(40)
    expect(songIdsOf(longer), 'what was removed does not come back').not.toContain(removed?.songId)
    await expectSongs(page, longer)
  })

  await test.step('another goal leads elsewhere', async () => {
    await page.getByRole('radio', { name: 'Energise' }).check({ force: true })
    const led = await makePlaylist(page)
    await expectSongs(page, led)
    await expect(page.getByRole('heading', { name: 'More energy' })).toBeVisible()
    const energyOf = (songs: typeof led.songs) => songs.reduce((sum, { song }) => sum + (song.features.energy ?? 0.5), 0) / songs.length
    expect(energyOf(led.songs.slice(-10)), 'the end has more energy than the beginning').toBeGreaterThan(energyOf(led.songs.slice(0, 10)))
    for (const { song, scoreParts } of led.songs.slice(-3)) expect(scoreParts.pathPosition, song.title).toBeGreaterThan(0.75)
  })

  await test.step('a word that is taken back leaves nothing to make a playlist of', async () => {
    await inputCard(page, 'My own word').getByRole('button', { name: 'Take my own word back' }).click()
    await expect(make).toHaveAttribute('aria-disabled', 'true')
    await expect(songItems(page)).toHaveCount(40)
  })
})

const download = async (page: Page, name: string) => {
  await page.getByRole('button', { name: 'Export' }).click()
  const waiting = page.waitForEvent('download')
  await page.getByRole('menuitem', { name }).click()
  const file = await waiting
  await expect(page.getByRole('menu')).toHaveCount(0)
  return { fileName: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') }
}

/** The rows of a CSV text, with quoted fields as RFC 4180 has them. */
const parseCsv = (text: string): string[][] =>
  text
    .trimEnd()
    .split('\r\n')
    .map((line) =>
      [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? ''),
    )

test('a playlist is exported line by line as M3U8, CSV and Spotify URIs', async ({ page, context }) => {
  await openStudio(page)
  await sayWord(page, 'Happy')
  const { songs } = await makePlaylist(page)

  const m3u8 = await download(page, 'M3U8 playlist')
  expect(m3u8.fileName).toMatch(/^attune-as-you-are-\d{4}-\d\d-\d\d\.m3u8$/)
  const [head, encoding, name, ...entries] = m3u8.text.trimEnd().split('\n')
  expect([head, encoding, name]).toEqual(['#EXTM3U', '#EXTENC:UTF-8', '#PLAYLIST:Attune: As you are'])
  expect(entries).toEqual(
    songs.flatMap(({ song }) => [
      `#EXTINF:${song.durationMs === undefined ? -1 : Math.round(song.durationMs / 1000)},${song.artists.join(', ')} - ${song.title}`,
      `https://open.spotify.com/track/${song.songId}`,
    ]),
  )

  const csv = await download(page, 'CSV table')
  expect(csv.fileName).toMatch(/\.csv$/)
  expect(csv.text.charCodeAt(0), 'Excel is told that this is UTF-8').toBe(0xfeff)
  const [headings, ...rows] = parseCsv(csv.text.slice(1))
  expect(headings).toEqual(['position', 'title', 'artists', 'duration_ms', 'release_year', 'explicit', 'spotify_uri', 'spotify_url'])
  expect(rows).toHaveLength(songs.length)
  rows.forEach(([position, title, artists, , year, , uri, url], index) => {
    const song = songs[index]?.song
    expect(position).toBe(String(index + 1))
    // A sign that a spreadsheet would run as a formula is disarmed with an apostrophe.
    expect([song?.title, `'${song?.title}`]).toContain(title)
    expect([song?.artists.join('; '), `'${song?.artists.join('; ')}`]).toContain(artists)
    expect(year).toBe(song?.releaseYear === undefined ? '' : String(song.releaseYear))
    expect([uri, url]).toEqual([`spotify:track:${song?.songId}`, `https://open.spotify.com/track/${song?.songId}`])
  })

  const uris = await download(page, 'Spotify URIs (.txt)')
  expect(uris.fileName).toMatch(/\.txt$/)
  expect(uris.text.trimEnd().split('\n')).toEqual(songs.map(({ song }) => `spotify:track:${song.songId}`))

  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: 'Copy Spotify URIs' }).click()
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible()
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(uris.text)
})
