import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

import { playlistSchema } from '@/lib/contracts/playlist-api'

import { makeLargeExportify } from '../scripts/samples/large-song-export.mjs'

import { fixture } from './support/paths'
import { songItems } from './support/playlist'
import { giveFiles, makePlaylist, openStudio, replyAfter, sayWord } from './support/studio'
import { expect, test } from './support/test'

const card = (page: Page) => page.getByRole('region', { name: 'Your own music' })

const openLibrary = async (page: Page) => {
  await page.goto('/library')
  await expect(card(page).getByRole('button', { name: /^Import/ })).toBeVisible()
}

const importFiles = async (page: Page, files: Parameters<typeof giveFiles>[1]) => {
  await card(page)
    .getByRole('button', { name: /^Import/ })
    .click()
  await giveFiles(card(page), files)
}

const onlyMyLibrary = async (page: Page) => {
  const wish = page.getByRole('checkbox', { name: 'Only my library' })
  if (!(await wish.isVisible())) await page.getByText('Wishes', { exact: true }).click()
  await wish.check()
}

test('an Exportify file and a Spotify account export become the library that playlists are made of, until it is deleted', async ({
  page,
}) => {
  await openStudio(page)
  await sayWord(page, 'Calm')
  const first = await makePlaylist(page)
  // An account export of songs that the catalogue has, each by its id or by its name alone.
  const { songs: known } = first
  const account = {
    tracks: known
      .slice(0, 10)
      .map(({ song }) => ({ artist: song.artists[0], album: '', track: song.title, uri: `spotify:track:${song.songId}` })),
  }
  const history = known
    .slice(10, 20)
    .map(({ song }) => ({ endTime: '2026-03-14 10:00', artistName: song.artists[0], trackName: song.title, msPlayed: 60_000 }))
  const stranger = { endTime: '2026-03-14 10:00', artistName: 'Nobody Anywhere', trackName: 'Never Heard Of', msPlayed: 60_000 }
  const jsonFile = (name: string, value: unknown) => ({ name, mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(value)) })

  await test.step('before anything is chosen, it says what is kept and that it can be deleted', async () => {
    await openLibrary(page)
    await card(page).getByRole('button', { name: 'Import your music' }).click()
    await expect(card(page)).toContainText('The file is read in this browser and stays here.')
    await expect(card(page)).toContainText('128 numbers')
    await expect(card(page)).toContainText('You can delete all of it here at any time.')
    await card(page).getByRole('button', { name: 'Not now' }).click()
  })

  await test.step('both are read, looked up and placed, and what is unknown is listed', async () => {
    const exportify = fixture('songs/exportify-2025/Liked_Songs.csv')
    await importFiles(page, [
      { name: path.basename(exportify), mimeType: 'text/csv', buffer: readFileSync(exportify) },
      jsonFile('YourLibrary.json', account),
      jsonFile('StreamingHistory_music_0.json', [...history, stranger]),
    ])
    await expect(card(page)).toContainText(/57 different songs were read\./)
    await expect(card(page)).toContainText('20 are in the catalogue too.')
    await expect(card(page)).toContainText('36 were placed by how they sound.')
    await expect(card(page)).toContainText('1 is unknown')
    await card(page).getByText('Which songs are unknown').click()
    await expect(card(page)).toContainText('Never Heard Of, Nobody Anywhere')
    const download = page.waitForEvent('download')
    await card(page).getByRole('button', { name: 'Download the list' }).click()
    expect((await download).suggestedFilename()).toBe('unknown-songs.csv')
    await expect(card(page)).toContainText(/^Your own music.*56 songs of yours are known here/s)
  })

  const mine = new Set(known.slice(0, 20).map(({ song }) => song.title))
  await test.step('a playlist of the own library alone has only its songs, each with a reason', async () => {
    await openStudio(page)
    await sayWord(page, 'Calm')
    await onlyMyLibrary(page)
    const playlist = await makePlaylist(page)
    expect(playlist.songs).toHaveLength(25)
    const own = playlist.songs.filter(({ song }) => !mine.has(song.title))
    expect(own.length).toBeGreaterThan(4)
    for (const { song } of own) expect(song.title).toMatch(/^(Amber|Hollow|Quiet|Electric|Northern|Paper|Velvet|Second|Silver) /)
    await expect(songItems(page)).toHaveCount(25)
    const reasons = await songItems(page).evaluateAll((items) =>
      items.map((item) => [...item.querySelectorAll('p')].at(-1)?.textContent ?? ''),
    )
    for (const reason of reasons) expect(reason).toMatch(/^[A-Z0-9].{15,}\.$/)
  })

  await test.step('new songs are none of the library’s', async () => {
    await replyAfter(page, 'PUT', () => page.getByRole('checkbox', { name: 'Only my library' }).uncheck())
    const again = await replyAfter(page, 'PUT', () => page.getByRole('button', { name: 'New to me' }).click())
    const owned = new Set(known.slice(0, 20).map(({ song }) => song.songId))
    expect(again.songs.filter(({ song }) => owned.has(song.songId))).toEqual([])
  })

  await test.step('deleted, it is gone: from the page, from playlists, and from what can be wished', async () => {
    await openLibrary(page)
    await card(page).getByRole('button', { name: 'Delete it' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Keep it' }).click()
    await expect(card(page)).toContainText('56 songs of yours are known here')
    await card(page).getByRole('button', { name: 'Delete it' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Delete it' }).click()
    await expect(card(page)).toContainText('Your imported music was deleted.')
    await page.reload()
    await expect(card(page).getByRole('button', { name: 'Import your music' })).toBeVisible()
  })
})

test('a table without a Spotify id makes songs that can be played but not opened, only searched for', async ({ page }) => {
  await openLibrary(page)
  await importFiles(page, fixture('songs/plain-table/songs.csv'))
  await expect(card(page)).toContainText('36 were placed by how they sound.')
  await openStudio(page)
  await sayWord(page, 'Excited')
  await onlyMyLibrary(page)
  const playlist = await makePlaylist(page)
  expect(playlist.songs.every(({ song }) => song.songId.startsWith('own'))).toBe(true)
  const first = page.getByRole('link', { name: /^Search for .* in Spotify$/ }).first()
  await expect(first).toHaveAttribute('href', /^https:\/\/open\.spotify\.com\/search\//)
})

test('bad files are refused where they were dropped, with what was found; a good one works after them', async ({ page }) => {
  await openLibrary(page)
  await card(page).getByRole('button', { name: 'Import your music' }).click()
  for (const [file, words] of [
    ['songs/bad/no-songs.csv', 'no-songs.csv is a table with the columns city, inhabitants'],
    ['songs/bad/no-export.json', 'no-export.json is a JSON file. Expected an export of Spotify account data'],
    ['songs/bad/cut.zip', 'cut.zip is a zip whose end is missing'],
    ['songs/bad/empty.csv', 'empty.csv has 0 bytes'],
    ['face-neutral.jpg', 'face-neutral.jpg is a JPEG picture'],
  ] as const) {
    await giveFiles(card(page), fixture(file))
    await expect(card(page).getByRole('alert')).toContainText(words)
  }
  await giveFiles(card(page), fixture('songs/m3u8/mix.m3u8'))
  await expect(card(page).getByRole('alert')).toHaveCount(0)
  // Made-up songs without features: none of them is known, and the page says that nothing was kept.
  await expect(card(page)).toContainText('36 are unknown')
  await expect(card(page)).toContainText('Nothing was kept')
  const library: unknown = await (await page.request.get('/api/library')).json()
  expect(library).toEqual({})
})

test('fifty thousand songs are imported with the page alive, and an import that is cancelled keeps nothing', async ({ page }) => {
  // On two cores that do other work as well it takes minutes.
  test.setTimeout(600_000)
  const songCount = 50_000
  await openLibrary(page)
  // On the disk: bytes that Playwright hands over itself are decoded by the page, in one long task.
  const file = test.info().outputPath('large.csv')
  writeFileSync(file, makeLargeExportify(songCount))
  await page.evaluate(() => {
    const tasks: number[] = []
    new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' })
    Object.assign(window, { longTasksMs: tasks })
  })

  await test.step('cancelled in the middle', async () => {
    await importFiles(page, file)
    await expect(card(page).getByRole('progressbar', { name: 'Working out where each song belongs' })).toBeVisible({ timeout: 120_000 })
    await card(page).getByRole('button', { name: 'Cancel' }).click()
    await expect(card(page)).toContainText('The import was stopped. Nothing was kept.')
    expect(await (await page.request.get('/api/library')).json()).toEqual({})
  })
  await test.step('and whole', async () => {
    const startedAtMs = performance.now()
    await giveFiles(card(page), file)
    await expect(card(page)).toContainText('50,000 songs of yours are known here', { timeout: 220_000 })
    const longTasksMs = await page.evaluate(() => (window as unknown as { readonly longTasksMs: readonly number[] }).longTasksMs)
    // The work is done in workers: the page itself is busy for a small share of the time, also where other work makes its tasks longer.
    // `npm run bench -- import` tells how long the longest is.
    const busyMs = longTasksMs.reduce((sum, durationMs) => sum + durationMs, 0)
    expect(busyMs).toBeLessThan((performance.now() - startedAtMs) / 5)
  })
  await test.step('and a playlist is made of them', async () => {
    const vector = Array.from({ length: 128 }, () => 128 ** -0.5)
    const response = await page.request.post('/api/playlists', {
      data: { stateVector: vector, goalVector: vector, wishes: { songCount: 50, isOnlyLibrary: true } },
      headers: { origin: new URL(page.url()).origin },
    })
    const { songs } = playlistSchema.parse(await response.json())
    expect(songs.every(({ song }) => song.title.startsWith('Made up '))).toBe(true)
  })
})

test('the card is accessible, open and closed', async ({ page }) => {
  await openLibrary(page)
  for (const isOpen of [false, true]) {
    if (isOpen) await page.keyboard.press('Tab')
    if (isOpen) await card(page).getByRole('button', { name: 'Import your music' }).press('Enter')
    const { violations } = await new AxeBuilder({ page }).include('#your-music').analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  }
})
