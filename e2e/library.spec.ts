import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { startOwnServer } from './support/own-server'
import { songIdsOf, songItems } from './support/playlist'
import { makePlaylist, openStudio, replyAfter, sayWord } from './support/studio'
import { expect, test } from './support/test'

test('a playlist is still there after the server was started again, for this listener and for nobody else', async ({
  page,
  context,
  browser,
  consoleGuard,
}) => {
  // Chromium writes a reply of 404 into the console.
  consoleGuard.expect(/^Failed to load resource: the server responded with a status of 404/)
  const folder = mkdtempSync(path.join(tmpdir(), 'attune-restart-'))
  let server = await startOwnServer(folder)
  try {
    await page.goto(server.url)
    await sayWord(page, 'Tender')
    const first = await makePlaylist(page)
    await replyAfter(page, 'PUT', () => page.getByRole('button', { name: 'Regenerate' }).click())
    await sayWord(page, 'Angry')
    const second = await makePlaylist(page)

    const [cookie] = await context.cookies()
    expect(cookie).toMatchObject({ name: 'attune-listener', httpOnly: true, sameSite: 'Lax' })

    await server.stop()
    server = await startOwnServer(folder)

    await test.step('the listener finds both again, the newest first, and can open one', async () => {
      await page.goto(`${server.url}/library`)
      const rows = page.getByRole('main').getByRole('listitem')
      await expect(rows).toHaveCount(2)
      await expect(rows.first()).toContainText(
        second.songs
          .slice(0, 3)
          .map(({ song }) => song.title)
          .join(', '),
      )
      await expect(rows.first()).toContainText('25 songs, made')
      await rows.first().getByRole('link').click()
      await expect(songItems(page)).toHaveCount(25)
      const addresses = await songItems(page)
        .getByRole('link')
        .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href))
      expect(addresses).toEqual(songIdsOf(second).map((songId) => `https://open.spotify.com/track/${songId}`))
    })

    await test.step('another listener finds nothing, neither in the list nor by the address', async () => {
      const stranger = await browser.newContext()
      const strangerPage = await stranger.newPage()
      await strangerPage.goto(`${server.url}/library`)
      await expect(strangerPage.getByText('Nothing made yet')).toBeVisible()
      await strangerPage.goto(`${server.url}/library/${first.playlistId}`)
      await expect(strangerPage.getByRole('main').getByRole('alert')).toContainText('Not found')
      await stranger.close()
    })

    await test.step('whoever forges the cookie finds nothing', async () => {
      const value = cookie?.value ?? ''
      const flip = (index: number) => value.slice(0, index) + (value[index] === '0' ? '1' : '0') + value.slice(index + 1)
      const listWith = async (forged: string) => {
        const forger = await browser.newContext({ extraHTTPHeaders: { cookie: `attune-listener=${forged}` } })
        const reply: unknown = await (await forger.request.get(`${server.url}/api/playlists`)).json()
        await forger.close()
        return reply
      }
      expect(await listWith(value), 'the cookie itself opens the list').toMatchObject({ playlists: [{}, {}] })
      expect(await listWith(flip(10)), 'another id').toEqual({ playlists: [] })
      expect(await listWith(flip(value.length - 20)), 'another signature').toEqual({ playlists: [] })
      expect(await listWith(value.slice(0, 36)), 'no signature').toEqual({ playlists: [] })
    })

    await test.step('a deleted one is gone for good', async () => {
      await page.goto(`${server.url}/library`)
      await page
        .getByRole('button', { name: /^Delete the playlist made/ })
        .first()
        .click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Keep it' }).click()
      await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(2)
      await page
        .getByRole('button', { name: /^Delete the playlist made/ })
        .first()
        .click()
      await page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
      await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1)
      await page.goto(`${server.url}/library/${second.playlistId}`)
      await expect(page.getByRole('main').getByRole('alert')).toContainText('Not found')
    })
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})

test('a server that is gone is said, what was made stays, and trying again works once it is back', async ({
  page,
  context,
  consoleGuard,
}) => {
  consoleGuard.expect(/^Failed to load resource: net::ERR_INTERNET_DISCONNECTED/)
  await openStudio(page)
  await sayWord(page, 'Sad')
  const playlist = await makePlaylist(page)
  await context.setOffline(true)
  await page.getByRole('button', { name: 'Regenerate' }).click()
  await expect(page.getByRole('main').getByRole('alert')).toContainText('The Attune server does not answer. Is it still running?')
  await expect(songItems(page)).toHaveCount(25)
  await expect(songItems(page).first()).toContainText(playlist.songs[0]?.song.title ?? '')
  await context.setOffline(false)
  await replyAfter(page, 'PUT', () => page.getByRole('button', { name: 'Try again' }).click())
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0)
})
