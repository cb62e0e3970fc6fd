import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { Page } from '@playwright/test'

import { journeyApp } from './fake-spotify/serve'
import { tokenMark } from './fake-spotify/state'
import { startOwnServer } from './support/own-server'
import { journeysData, rootDir, serverLog } from './support/paths'
import { songIdsOf } from './support/playlist'
import { disturbSpotify, fakeSpotifyEnv, fakeSpotifyUrl, resetSpotify, setUpSpotify, spotifyState } from './support/spotify'
import { agree, connect, makeStoredPlaylist, saveFromLibrary, statusOf } from './support/spotify-steps'
import { makePlaylist, sayWord } from './support/studio'
import { expect, test } from './support/test'

test.beforeEach(async ({ consoleGuard }) => {
  // The browser asks the fake Spotify for an icon, which it has not; and it writes every refusal into the console.
  consoleGuard.expect(/^Failed to load resource: the server responded with a status of 4\d\d/)
  await resetSpotify()
})

/** All that the database and its log hold, byte for byte. */
const databaseBytes = () =>
  readdirSync(journeysData)
    .filter((name) => name.startsWith('attune.db'))
    .map((name) => readFileSync(path.join(journeysData, name), 'latin1'))
    .join('')

/** The scripts and styles that browsers are given. */
const bundles = () =>
  readdirSync(path.join(rootDir, '.next/static'), { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'))
    .join('')

test('a playlist goes to Spotify with its name and cover, no token is to be found anywhere, and disconnecting leaves nothing', async ({
  page,
  context,
  browser,
  baseURL,
}) => {
  const seen: Promise<string>[] = []
  page.on('response', (response) => {
    if (response.url().startsWith(`${baseURL}/`)) seen.push(response.text().catch(() => ''))
  })
  await page.goto('/')
  await sayWord(page, 'Tender')
  const playlist = await makePlaylist(page)
  const inLibrary = (shown: Page) => shown.getByRole('main').locator(`a[href="/library/${playlist.playlistId}"]`)

  await test.step('who declines at Spotify is told that nothing was connected', async () => {
    await page.getByRole('button', { name: 'Save to Spotify' }).click()
    await page.getByLabel('Name').fill('Tender songs')
    await page.getByRole('dialog').getByRole('button', { name: 'Connect Spotify', exact: true }).click()
    await page.waitForURL(`${fakeSpotifyUrl}/authorize?*`)
    await page.getByRole('button', { name: 'Cancel' }).click()
    await expect(statusOf(page).getByRole('alert')).toContainText('You declined at Spotify, so nothing was connected.')
  })

  await test.step('who agrees comes back to the same name, words and cover', async () => {
    await page.goto(`/library/${playlist.playlistId}?save`)
    await page.getByRole('dialog').getByRole('button', { name: 'Connect Spotify', exact: true }).click()
    await agree(page)
    await expect(page.getByLabel('Name')).toHaveValue('Tender songs')
    await expect(page.getByLabel('Description')).toHaveValue(/, because your word is tender\. It stays there\.$/)
    await expect(page.getByRole('img', { name: 'The cover, as it will be in Spotify' })).toBeVisible()
  })

  const savedAt = await test.step('the save says how it goes and leads to the playlist', async () => {
    await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
    await expect(page.getByRole('dialog')).toContainText('25 songs are in Spotify.')
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
    await expect(page.getByRole('link', { name: 'Open the playlist in Spotify' })).toBeVisible()
    return (await page.getByRole('link', { name: 'Open the playlist in Spotify' }).getAttribute('href')) ?? ''
  })

  await test.step('Spotify lists it, with the cover, and the songs in order', async () => {
    const atSpotify = await context.newPage()
    await atSpotify.goto(`${fakeSpotifyUrl}/your-library?user=ada`)
    await expect(atSpotify.getByRole('listitem')).toHaveText(
      /^Tender songs \(25 songs\) Made with Attune on .+, because your word is tender\./,
    )
    await atSpotify.goto(savedAt.replace('https://open.spotify.com', fakeSpotifyUrl))
    await expect(atSpotify.getByRole('img', { name: 'Cover' })).toHaveJSProperty('naturalWidth', 640)
    expect(await atSpotify.getByRole('listitem').allInnerTexts()).toEqual(songIdsOf(playlist))
    await atSpotify.close()
  })

  await test.step('the page knows of it after it was opened anew, shows artwork, and saving again writes over the same one', async () => {
    await page.reload()
    await expect(page.getByText('25 songs are in Spotify.')).toBeVisible()
    await expect(page.getByRole('main').locator('li img').first()).toHaveJSProperty('complete', true)
    await saveFromLibrary(page, playlist, 'The playlist in Spotify was brought up to date')
    const { playlists } = await spotifyState()
    expect(playlists.map(({ name }) => name)).toEqual(['Tender songs'])
  })

  await test.step('the same account brings the same playlists into a second browser', async () => {
    const second = await browser.newContext()
    const secondPage = await second.newPage()
    await connect(secondPage)
    await secondPage.goto(`/library`)
    await expect(inLibrary(secondPage)).toBeVisible()
    await second.close()
  })

  await test.step('neither pages, replies, scripts, the log nor the database hold a token or the secret of the app', async () => {
    const replies = (await Promise.all(seen)).join('\n')
    expect(replies, 'the search sees replies').toContain('Tender songs')
    const places = {
      replies,
      page: await page.content(),
      bundles: bundles(),
      log: readFileSync(serverLog, 'utf8'),
      database: databaseBytes(),
    }
    expect(places.database, 'the search sees the database').toContain('Tender songs')
    for (const [place, text] of Object.entries(places)) {
      expect(text.includes(tokenMark), `a token in the ${place}`).toBe(false)
      expect(text.includes(journeyApp.clientSecret), `the secret in the ${place}`).toBe(false)
    }
  })

  await test.step('disconnecting asks first, then leaves nothing of Spotify on the disk; the playlists stay', async () => {
    await page.goto(`/settings`)
    await page.getByRole('button', { name: 'Disconnect Spotify' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Stay connected' }).click()
    await page.getByRole('button', { name: 'Disconnect Spotify' }).click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Disconnect' }).click()
    await expect(page.getByRole('button', { name: 'Connect Spotify', exact: true })).toBeVisible()
    for (const mark of ['Tender songs', 'fakePlaylist', 'Ada']) {
      expect(databaseBytes().includes(mark), `"${mark}" in the database`).toBe(false)
    }
    await page.goto(`/library`)
    await expect(inLibrary(page)).toBeVisible()
  })
})

test('a quota that is used up and a connection that was withdrawn are told, and both saves end complete', async ({ page, context }) => {
  const playlist = await makeStoredPlaylist(context)
  await connect(page)

  await test.step('a save that has to wait says until when, on a page that is opened anew too, and goes on by itself', async () => {
    await disturbSpotify({ kind: 'quota-exceeded', call: 'createPlaylist', retryAfterSec: 8 })
    await saveFromLibrary(page, playlist, /It goes on by itself at \d\d:\d\d\. This page can be closed\./)
    await page.reload()
    await expect(page.getByRole('main').getByRole('alert')).toContainText(/It goes on by itself at \d\d:\d\d/)
    await expect(page.getByText('25 songs are in Spotify.')).toBeVisible()
  })

  await test.step('a save that Spotify no longer allows asks to connect again, and goes on after that', async () => {
    await setUpSpotify({ withdrawConsents: true })
    await saveFromLibrary(page, playlist, 'Connect Spotify again')
    await page.getByRole('dialog').getByRole('button', { name: 'Connect Spotify again' }).click()
    await agree(page)
    await expect(page.getByText('The playlist in Spotify was brought up to date')).toBeVisible()
  })
  const { playlists } = await spotifyState()
  expect(playlists.map(({ songIds }) => songIds)).toEqual([songIdsOf(playlist)])
})

test('from the sign-in to a saved playlist of fifty songs with its cover Spotify is asked six times', async ({ page, context }) => {
  const playlist = await makeStoredPlaylist(context, 50)
  await connect(page)
  await saveFromLibrary(page, playlist, '50 songs are in Spotify.')
  const { calls, violations, playlists } = await spotifyState()
  // What the page asks about each song that it shows is not part of the save.
  const asked = calls.map(({ call }) => call).filter((call) => call !== 'getTrack')
  expect(asked).toEqual(['token', 'getProfile', 'createPlaylist', 'replaceItems', 'getPlaylistItems', 'uploadCover'])
  expect(playlists.map(({ songIds, coverBase64 = '' }) => [songIds, coverBase64.startsWith('/9j/')])).toEqual([[songIdsOf(playlist), true]])
  expect(violations).toEqual([])
})

test('a save whose server is killed in the middle ends complete when the server is there again', async ({
  page,
  context,
  consoleGuard,
}) => {
  // The page goes on asking a server that is not there.
  consoleGuard.expect(/net::ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED)/)
  const folder = mkdtempSync(path.join(tmpdir(), 'attune-killed-'))
  let server = await startOwnServer(folder, fakeSpotifyEnv)
  await setUpSpotify({ redirectUris: [`${server.url}/api/auth/callback/spotify`] })
  try {
    const playlist = await makeStoredPlaylist(context, 100, server.url)
    await connect(page, server.url)
    // Spotify has the songs, but the server dies before it hears so.
    await disturbSpotify({ kind: 'slow', call: 'replaceItems' })
    await saveFromLibrary(page, playlist, 'Writing songs: 0 of 100', server.url)
    await expect.poll(async () => (await spotifyState()).playlists[0]?.songIds.length).toBe(100)
    await server.stop('SIGKILL')
    server = await startOwnServer(folder, fakeSpotifyEnv)
    // The lease of the process that died runs out first.
    await expect(page.getByRole('dialog')).toContainText('100 songs are in Spotify.', { timeout: 120_000 })
    const { playlists, violations } = await spotifyState()
    expect(playlists.map(({ songIds }) => songIds)).toEqual([songIdsOf(playlist)])
    expect(violations).toEqual([])
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})

test('songs that do not play are replaced and named, and with Premium the playlist starts on a device', async ({ page, context }) => {
  const playlist = await makeStoredPlaylist(context, 5)
  await setUpSpotify({ goneSongIds: [playlist.songs[1]?.song.songId ?? ''] })
  await connect(page)
  await saveFromLibrary(page, playlist, '5 songs are in Spotify.')
  await expect(page.getByRole('dialog')).toContainText(`${playlist.songs[1]?.song.title} is no longer in Spotify. In its place:`)
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click()
  await page.getByRole('button', { name: 'Play on a device' }).click()
  await agree(page)
  await page.getByRole('button', { name: 'Play on a device' }).click()
  await page.getByRole('menuitem', { name: 'Kitchen speaker' }).click()
  await expect(page.getByText('Playing on Kitchen speaker.')).toBeVisible()
  await page.getByRole('button', { name: `${playlist.songs[0]?.song.title} at Spotify` }).click()
  await page.getByRole('menuitem', { name: 'Add to the queue' }).click()
  await expect(page.getByText('Added to the queue.')).toBeVisible()
  const { played, queuedUris } = await spotifyState()
  expect([played.length, queuedUris]).toEqual([1, [`spotify:track:${playlist.songs[0]?.song.songId}`]])
})

test('a sign-in that was tampered with, sent again or leads elsewhere is refused, and the cookie of another opens nothing', async ({
  page,
  context,
  browser,
  baseURL,
}) => {
  /** Goes as far as Spotify's reply, and returns the address that it sends the browser to. */
  const nextCallback = async (): Promise<URL> => {
    await page.goto('/settings')
    await page.getByRole('button', { name: 'Connect Spotify', exact: true }).click()
    await page.waitForURL(`${fakeSpotifyUrl}/authorize?*`)
    const reply = await context.request.post(page.url(), { form: { user: 'ada', answer: 'agree' }, maxRedirects: 0 })
    return new URL(reply.headers()['location'] ?? '')
  }
  const refused = () => expect(statusOf(page).getByRole('alert')).toContainText('This sign-in could not be verified')

  await test.step('a reply with another state', async () => {
    const callback = await nextCallback()
    callback.searchParams.set('state', 'tampered')
    await page.goto(callback.href)
    await refused()
  })

  await test.step('a reply that comes a second time', async () => {
    const callback = await nextCallback()
    await page.goto(callback.href)
    await expect(statusOf(page)).toContainText('Connected as Ada')
    await page.getByRole('button', { name: 'Sign out of this browser' }).click()
    await expect(page.getByRole('button', { name: 'Connect Spotify', exact: true })).toBeVisible()
    await page.goto(callback.href)
    await refused()
  })

  await test.step('a way back that leads to another site', async () => {
    const { csrfToken } = (await (await context.request.get(`/api/auth/csrf`)).json()) as { csrfToken: string }
    for (const callbackUrl of ['https://elsewhere.example/', '//elsewhere.example', '/\\elsewhere.example']) {
      const reply = await context.request.post(`/api/auth/signin/spotify`, {
        form: { csrfToken, callbackUrl, json: 'true' },
      })
      expect([reply.status(), await reply.text()]).toEqual([403, expect.stringContaining('callbackUrl: expected an address of')])
    }
  })

  await test.step("one listener's session beside another listener's cookie", async () => {
    await connect(page)
    const stranger = await browser.newContext()
    await makeStoredPlaylist(stranger)
    const [theirs] = await stranger.cookies()
    await stranger.close()
    if (theirs !== undefined) await context.addCookies([theirs])
    const reply = await context.request.get(`/api/account`)
    expect(reply.status()).toBe(403)
    await page.goto(`/settings`)
    await page.getByRole('button', { name: 'Sign out of this browser' }).click()
    await expect(page.getByRole('button', { name: 'Connect Spotify', exact: true })).toBeVisible()
  })

  await test.step('the log names each of them, without a code, a state or a token', async () => {
    const log = readFileSync(serverLog, 'utf8')
    for (const refusal of [
      'Refused: GET /api/auth/callback/spotify (sign-in unverified)',
      'Refused: POST /api/auth/signin/spotify (FORBIDDEN)',
      'Refused: GET /api/account (FORBIDDEN)',
    ]) {
      expect(log).toContain(refusal)
    }
    for (const secret of [tokenMark, 'tampered', 'elsewhere.example', journeyApp.clientSecret]) expect(log).not.toContain(secret)
  })

  await test.step('a visitor of localhost lands where Spotify sends people back to', async () => {
    await page.goto(`${baseURL?.replace('127.0.0.1', 'localhost')}/settings?problem=declined`)
    expect(page.url()).toBe(`${baseURL}/settings?problem=declined`)
  })
})

test('somebody who is not on the list is told whom to ask', async ({ page }) => {
  await page.goto(`/settings`)
  await page.getByRole('button', { name: 'Connect Spotify', exact: true }).click()
  await agree(page, 'Eve')
  await expect(statusOf(page).getByRole('alert')).toContainText('Ask whoever runs this Attune to add the e-mail address')
  await page.getByRole('link', { name: 'Set up Spotify' }).click()
  await page.getByRole('button', { name: 'Check now' }).click()
  const findings = page.getByRole('region', { name: 'Check' }).getByRole('listitem')
  await expect(findings).toHaveText([/Right/, /Right/, /Right/, /Right/, /Wrong.*was not on the app’s list of users/])
})

test('without keys the button says why, and the way to them begins with the exact redirect URI', async ({ page, context }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'attune-no-keys-'))
  const server = await startOwnServer(folder)
  try {
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.url })
    const { playlistId } = await makeStoredPlaylist(context, 5, server.url)
    await page.goto(`${server.url}/library/${playlistId}`)
    await expect(page.getByText('Nothing can be saved to Spotify from here: this Attune has no keys for it.')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Save to Spotify' })).toBeDisabled()
    await page.getByRole('link', { name: 'How to set it up' }).click()
    await page.getByRole('button', { name: 'Copy the Redirect URI' }).click()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${server.url}/api/auth/callback/spotify`)
    await page.getByRole('button', { name: 'Check now' }).click()
    await expect(page.getByRole('region', { name: 'Check' })).toContainText('SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET are not set.')
  } finally {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})
