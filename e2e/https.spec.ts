import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { browserThatKnows } from './support/browsers'
import { startHttpsProxy } from './support/https-proxy'
import { ownServerPort, startOwnServer } from './support/own-server'
import { fakeSpotifyEnv, fakeSpotifyUrl, resetSpotify, setUpSpotify, spotifyState } from './support/spotify'
import { agree, saveFromLibrary, statusOf } from './support/spotify-steps'
import { makePlaylist, sayWord } from './support/studio'
import { expect, test } from './support/test'

const hostName = 'attune.example'

// Nobody but the journey knows the name, and nobody signed its certificate.
test.use({ launchOptions: browserThatKnows(hostName), ignoreHTTPSErrors: true })

test('behind a proxy that ends HTTPS a sign-in comes back to the https address, with cookies for HTTPS alone, and a save goes through', async ({
  page,
  context,
  consoleGuard,
}) => {
  // The browser asks the fake Spotify for an icon, which it has not.
  consoleGuard.expect(/^Failed to load resource: the server responded with a status of 404/)
  await resetSpotify()
  const folder = mkdtempSync(path.join(tmpdir(), 'attune-https-'))
  const proxy = await startHttpsProxy(hostName, ownServerPort)
  const server = await startOwnServer(folder, { ...fakeSpotifyEnv, NEXTAUTH_URL: proxy.url, TRUST_PROXY: '1' })
  const redirectUri = `${proxy.url}/api/auth/callback/spotify`
  await setUpSpotify({ redirectUris: [redirectUri] })
  try {
    await test.step('the set-up names the https address, and Spotify knows it', async () => {
      await page.goto(`${proxy.url}/setup`)
      await expect(page.getByText(redirectUri)).toBeVisible()
      await page.getByRole('button', { name: 'Check now' }).click()
      await expect(page.getByRole('region', { name: 'Check' })).toContainText(`Spotify sends people back to ${redirectUri}.`)
    })

    await test.step('Spotify is asked to send people back there, and does', async () => {
      await page.goto(`${proxy.url}/settings`)
      await page.getByRole('button', { name: 'Connect Spotify', exact: true }).click()
      await page.waitForURL(`${fakeSpotifyUrl}/authorize?*`)
      expect(new URL(page.url()).searchParams.get('redirect_uri')).toBe(redirectUri)
      await agree(page)
      await expect(statusOf(page)).toContainText('Connected as Ada')
      expect(page.url()).toBe(`${proxy.url}/settings`)
    })

    await test.step('every cookie is for HTTPS alone, and no script reads it', async () => {
      const cookies = await context.cookies(proxy.url)
      expect(cookies.map(({ name }) => name)).toEqual(expect.arrayContaining(['attune-listener', '__Secure-attune-session']))
      for (const { name, secure, httpOnly, sameSite } of cookies) {
        expect({ name, secure, httpOnly, sameSite }).toEqual({ name, secure: true, httpOnly: true, sameSite: 'Lax' })
      }
    })

    await test.step('a playlist is saved', async () => {
      await page.goto(proxy.url)
      await sayWord(page, 'Tender')
      await saveFromLibrary(page, await makePlaylist(page), '25 songs are in Spotify.', proxy.url)
      expect((await spotifyState()).playlists).toHaveLength(1)
    })

    await test.step('who came to the proxy without HTTPS is led to the https address', async () => {
      const reply = await fetch(`${server.url}/settings`, { headers: { 'x-forwarded-proto': 'http' }, redirect: 'manual' })
      expect([reply.status, reply.headers.get('location')]).toEqual([307, `${proxy.url}/settings`])
    })

    await test.step('signing out ends the session', async () => {
      await page.goto(`${proxy.url}/settings`)
      await page.getByRole('button', { name: 'Sign out of this browser' }).click()
      await expect(page.getByRole('button', { name: 'Connect Spotify', exact: true })).toBeVisible()
      expect((await context.cookies(proxy.url)).map(({ name }) => name)).not.toContain('__Secure-attune-session')
    })
  } finally {
    await server.stop()
    await proxy.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})
