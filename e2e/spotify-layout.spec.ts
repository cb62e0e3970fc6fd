import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { Page } from '@playwright/test'

import { saveListSchema } from '@/lib/contracts/save-api'

import { asNarrowPhone, expectUsable } from './support/layout'
import { startOwnServer } from './support/own-server'
import { disturbSpotify, resetSpotify, setUpSpotify } from './support/spotify'
import { agree, connect, makeStoredPlaylist, saveFromLibrary, statusOf } from './support/spotify-steps'
import { expect, test } from './support/test'

test.beforeEach(async ({ consoleGuard }) => {
  // The browser writes every refusal into the console, and misses an icon at the fake Spotify.
  consoleGuard.expect(/^Failed to load resource: the server responded with a status of 4\d\d/)
  await resetSpotify()
})

const dialogOf = (page: Page) => page.getByRole('dialog')

/** Opens the dialog of a playlist of the library. */
async function openSaveDialog(page: Page, playlistId: string) {
  await page.goto(`/library/${playlistId}`)
  await page.getByRole('button', { name: 'Save to Spotify' }).click()
  await expect(dialogOf(page).getByLabel('Name')).toBeVisible()
}

test.describe('everybody can use, and a phone can hold,', () => {
  test.beforeEach(({ page }) => asNarrowPhone(page))

  test('what comes before a connection with Spotify', async ({ page, context }) => {
    await page.goto('/settings?problem=declined')
    await expect(statusOf(page).getByRole('alert')).toBeVisible()
    await expectUsable(page, 'the settings after a sign-in that was declined')
    await openSaveDialog(page, (await makeStoredPlaylist(context, 8)).playlistId)
    await expect(dialogOf(page).getByRole('button', { name: 'Connect Spotify' })).toBeVisible()
    await expectUsable(page, 'the save dialog before a connection')
    await page.goto('/setup')
    await page.getByRole('button', { name: 'Check now' }).click()
    await expect(page.getByRole('region', { name: 'Check' }).getByRole('listitem')).toHaveCount(5)
    await expectUsable(page, 'the set-up with what was found')

    const folder = mkdtempSync(path.join(tmpdir(), 'attune-no-keys-'))
    const server = await startOwnServer(folder)
    try {
      const { playlistId } = await makeStoredPlaylist(context, 8, server.url)
      for (const [what, place, words] of [
        ['the settings', '/settings', 'This Attune cannot save to Spotify'],
        ['the set-up', '/setup', 'Keys are missing'],
        ['a playlist', `/library/${playlistId}`, 'this Attune has no keys for it'],
      ] as const) {
        await page.goto(`${server.url}${place}`)
        await expect(page.getByRole('main')).toContainText(words)
        await expectUsable(page, `${what} without keys`)
      }
    } finally {
      await server.stop()
      rmSync(folder, { recursive: true, force: true })
    }
  })

  test('a save in all its states', async ({ page, context }) => {
    const { playlistId, songs } = await makeStoredPlaylist(context, 8)
    const [first = '', second = '', third = ''] = songs.map(({ song }) => song.songId)
    await connect(page)
    await openSaveDialog(page, playlistId)
    await expectUsable(page, 'the save dialog')
    await disturbSpotify({ kind: 'slow', call: 'replaceItems' })
    await dialogOf(page).getByRole('button', { name: 'Save', exact: true }).click()
    await expect(dialogOf(page)).toContainText('Writing songs')
    await expectUsable(page, 'a save under way')
    await expect(dialogOf(page)).toContainText('8 songs are in Spotify.')
    await expectUsable(page, 'a save that is done')

    await disturbSpotify({ kind: 'quota-exceeded', call: 'updatePlaylistDetails', retryAfterSec: 40_000 })
    await openSaveDialog(page, playlistId)
    await expect(dialogOf(page).getByText('This playlist was saved before')).toBeVisible()
    await expectUsable(page, 'the save dialog of what was saved before')
    await dialogOf(page).getByRole('button', { name: 'Save', exact: true }).click()
    await expect(dialogOf(page)).toContainText('It goes on by itself')
    await expectUsable(page, 'a save that waits for a quota')

    await setUpSpotify({ goneSongIds: [first], restrictions: { [second]: 'market', [third]: 'explicit' } })
    await saveFromLibrary(page, await makeStoredPlaylist(context, 8), '3 songs replaced')
    await expectUsable(page, 'a save with songs that do not play')

    await disturbSpotify({ kind: 'forbidden', call: 'createPlaylist' })
    await saveFromLibrary(page, await makeStoredPlaylist(context, 8), 'Go on now')
    await expectUsable(page, 'a save that waits for the listener')

    const refused = await makeStoredPlaylist(context, 8)
    await disturbSpotify({ kind: 'payload-too-large', call: 'createPlaylist', times: 50 })
    await saveFromLibrary(page, refused, 'It goes on by itself')
    const { saves } = saveListSchema.parse(await (await context.request.get(`/api/saves?playlistId=${refused.playlistId}`)).json())
    await expect(async () => {
      // It would try for minutes before it gives up.
      await context.request.post(`/api/saves/${saves[0]?.saveId}/resume`)
      await expect(dialogOf(page)).not.toContainText('It goes on by itself', { timeout: 1_000 })
      await expect(dialogOf(page).getByRole('progressbar')).toHaveCount(0, { timeout: 1_000 })
    }).toPass()
    await expect(dialogOf(page)).toContainText('Spotify refused this')
    await expectUsable(page, 'a save that failed')
    await page.goto(`/library/${refused.playlistId}`)
    await expect(page.getByRole('region', { name: 'Saved to Spotify' })).toContainText('Spotify refused this')
    await expectUsable(page, 'a playlist whose save failed')
  })

  test('the player, the library at Spotify and the end of a connection', async ({ page, context }) => {
    const playlist = await makeStoredPlaylist(context, 8)
    await connect(page)
    await expectUsable(page, 'the settings with a connection')
    await page.getByRole('button', { name: 'Disconnect Spotify' }).click()
    await expect(page.getByRole('alertdialog')).toBeVisible()
    await expectUsable(page, 'the question before disconnecting')
    // What another journey read of this account's library goes with it.
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disconnect' }).click()
    await expect(page.getByRole('button', { name: 'Connect Spotify', exact: true })).toBeVisible()
    await connect(page)

    await saveFromLibrary(page, playlist, '8 songs are in Spotify.')
    await dialogOf(page).getByRole('button', { name: 'Close' }).click()
    await page.getByRole('button', { name: 'Play on a device' }).click()
    await agree(page)
    await page.getByRole('button', { name: 'Play on a device' }).click()
    await expect(page.getByRole('menuitem', { name: 'Kitchen speaker' })).toBeVisible()
    await expectUsable(page, 'the devices')
    await page.keyboard.press('Escape')
    await page
      .getByRole('button', { name: /at Spotify$/ })
      .first()
      .click()
    await expect(page.getByRole('menuitem', { name: 'Add to the queue' })).toBeVisible()
    await expectUsable(page, 'what can be done with a song, beside its artwork')

    const savedSongIds = playlist.songs.flatMap(({ song }) => Array.from({ length: 50 }, () => song.songId))
    await setUpSpotify({ users: { ada: { savedSongIds } } })
    await disturbSpotify({ kind: 'slow', call: 'getSavedTracks', skipCount: 1 })
    await page.goto('/settings')
    await page.getByRole('button', { name: 'Allow: Know familiar songs from new ones' }).click()
    await agree(page)
    await expect(statusOf(page)).toContainText('Reading your library')
    await expectUsable(page, 'a library that is being read')
    await disturbSpotify({ kind: 'quota-exceeded', call: 'getSavedTracks', retryAfterSec: 40_000 })
    await expect(statusOf(page)).toContainText('Spotify’s quota for today is used up')
    await expectUsable(page, 'a reading that waits for a quota')
    await context.request.post('/api/spotify/library')
    await page.reload()
    await expect(statusOf(page)).toContainText('8 songs are known')
    await expectUsable(page, 'a library that was read')

    await setUpSpotify({ withdrawConsents: true })
    await context.request.get('/api/spotify/player')
    await page.reload()
    await expect(statusOf(page)).toContainText('Spotify no longer accepts this connection')
    await expectUsable(page, 'the settings after the consent was withdrawn')
    await openSaveDialog(page, playlist.playlistId)
    await expect(dialogOf(page).getByRole('button', { name: 'Connect again' })).toBeVisible()
    await expectUsable(page, 'the save dialog after that')
  })
})
