import type { Locator, Page } from '@playwright/test'

import { playlistSchema, type Playlist } from '@/lib/contracts/playlist-api'

import { expect } from './test'

/** The studio's inputs, by their titles. */
export type InputTitle = 'Webcam' | 'Photo' | 'Wearable export' | 'Live motion' | 'Motion recording' | 'My own word'

/** How the seven expressions are called beside their bars. */
export const expressionWords = ['Angry', 'Disgusted', 'Afraid', 'Happy', 'Sad', 'Surprised', 'Neutral']

/** One of the studio's inputs. */
export const inputCard = (page: Page, title: InputTitle): Locator => page.getByRole('region', { name: title, exact: true })

/** The panel that says what was read. */
export const statePanel = (page: Page): Locator => page.getByRole('region', { name: 'Your state' })

/** Opens the studio and waits until it is there. */
export async function openStudio(page: Page) {
  await page.goto('/')
  await expect(inputCard(page, 'My own word')).toBeVisible()
}

/** Says a mood or an activity with one tap. */
export async function sayWord(page: Page, word: string) {
  const chip = inputCard(page, 'My own word').getByRole('button', { name: word, exact: true })
  await chip.click()
  await expect(chip).toHaveAttribute('aria-pressed', 'true')
}

/** Gives files to a card, as its file chooser does. */
export async function giveFiles(card: Locator, files: Parameters<Locator['setInputFiles']>[0]) {
  await card.locator('input[type="file"]:not([capture]):not([webkitdirectory])').setInputFiles(files)
}

/** Waits until a card shows the scores of these labels, as percents that are the parts of a whole. */
export async function expectScores(card: Locator, labels: readonly string[]) {
  const bars = card.locator('dl')
  await expect(bars.locator('dd').first()).toHaveText(/^\d+ %$/)
  const cells = await bars.locator('dt, dd').allInnerTexts()
  const scores = labels.map((_, index) => ({ label: cells[2 * index], percent: Number.parseInt(cells[2 * index + 1] ?? '', 10) }))
  expect(scores.map(({ label }) => label)).toEqual(labels)
  const total = scores.reduce((sum, { percent }) => sum + percent, 0)
  // Each of them is rounded to a whole percent.
  expect(Math.abs(total - 100), `the scores ${JSON.stringify(scores)} make a whole`).toBeLessThanOrEqual(labels.length / 2)
  return scores
}

/** Where the box of the face that was read is drawn, in pixels of the frame. */
export async function readFaceBox(card: Locator) {
  const path = (await card.getByTestId('face-box').locator('path').getAttribute('d')) ?? ''
  // Each of the four corners is written as its two ends and the corner itself between them.
  const corners = path.split('M').slice(1)
  const places = corners.map((corner) => corner.split(/[ VH]/).map(Number))
  const [topLeft = [], topRight = [], bottomRight = []] = places
  return {
    leftPx: topLeft[0] ?? Number.NaN,
    topPx: topLeft[2] ?? Number.NaN,
    rightPx: topRight[2] ?? Number.NaN,
    bottomPx: bottomRight[2] ?? Number.NaN,
  }
}

/** What the server answers to the request that something the listener does brings about. */
export async function replyAfter(page: Page, method: 'POST' | 'PUT' | 'PATCH', act: () => Promise<void>): Promise<Playlist> {
  const waiting = page.waitForResponse(
    (response) => response.request().method() === method && new URL(response.url()).pathname.startsWith('/api/playlists'),
    { timeout: 60_000 },
  )
  await act()
  const response = await waiting
  expect(response.ok(), `${method} ${response.url()} was answered ${response.status()}`).toBe(true)
  return playlistSchema.parse(await response.json())
}

/** Asks for the playlist and returns what the server answered. */
export const makePlaylist = (page: Page): Promise<Playlist> =>
  replyAfter(page, 'POST', () => page.getByRole('button', { name: 'Make my playlist' }).click())
