import type { BrowserContext, Page } from '@playwright/test'

import { playlistSchema, type Playlist } from '@/lib/contracts/playlist-api'

import { expect } from './test'

const unitVector = Array.from({ length: 128 }, (_, index) => (index === 7 ? 1 : 0))

/** What the settings say of the connection. */
export const statusOf = (page: Page) => page.getByRole('region', { name: 'Spotify', exact: true })

/** A playlist made as the studio makes it, without waiting for a model; at the journeys' common server unless another is named. */
export async function makeStoredPlaylist(context: BrowserContext, songCount = 25, serverUrl = ''): Promise<Playlist> {
  const reply = await context.request.post(`${serverUrl}/api/playlists`, {
    data: { stateVector: unitVector, goalVector: unitVector, wishes: { songCount } },
  })
  return playlistSchema.parse(await reply.json())
}

/** Says yes on Spotify's page, which the browser is at. */
export async function agree(page: Page, user = 'Ada') {
  await page.getByLabel('Account').selectOption({ label: user })
  await page.getByRole('button', { name: 'Agree' }).click()
}

/** Signs in from the settings. */
export async function connect(page: Page, serverUrl = '') {
  await page.goto(`${serverUrl}/settings`)
  await page.getByRole('button', { name: 'Connect Spotify', exact: true }).click()
  await agree(page)
  await expect(statusOf(page)).toContainText('Connected as Ada')
}

/** Opens the dialog and saves with the words that it comes with; returns once the save stands where `words` say. */
export async function saveFromLibrary(page: Page, { playlistId }: Playlist, words: RegExp | string, serverUrl = '') {
  await page.goto(`${serverUrl}/library/${playlistId}`)
  await page.getByRole('button', { name: 'Save to Spotify' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByRole('dialog')).toContainText(words)
}
