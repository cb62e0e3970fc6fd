import type { Locator } from '@playwright/test'

import type { Playlist } from '@/lib/contracts/playlist-api'

import { overrideMotion } from './support/motion'
import { expectSongs } from './support/playlist'
import { inputCard, makePlaylist, openStudio, replyAfter, statePanel } from './support/studio'
import { expect, test } from './support/test'

/** A model has to load, and then some windows to agree. */
const soon = { timeout: 60_000 }

/** The steps a minute that a card shows; NaN where it shows none. */
const shownSteps = async (card: Locator) => Number.parseInt((await card.getByText(/^\d+ steps a minute$/).allInnerTexts()).join(), 10)

test('the phone’s own motion: on a table, sitting, walking and running, with the steps a minute', async ({ page }) => {
  const motion = await overrideMotion(page)
  await openStudio(page)
  const card = inputCard(page, 'Live motion')
  await card.getByRole('button', { name: 'Read this device’s motion' }).click()

  await test.step('a phone that lies on a table says nothing', async () => {
    await expect(card).toContainText('the phone lies somewhere and is not worn', soon)
    await expect(statePanel(page)).toContainText('No motion read')
  })
  await test.step('at rest in a pocket the body keeps still, and nothing is claimed of its posture', async () => {
    motion.move('sitting')
    await expect(statePanel(page)).toContainText(/keeps still/i, soon)
    await expect(card).toContainText('Walk ten steps with the phone where you wear it')
    await expect(card.getByText(/steps a minute$/)).toHaveCount(0)
  })
  await test.step('walking at 112 steps a minute', async () => {
    motion.move('walking', 112)
    await expect(statePanel(page)).toContainText(/looks like walking/i, soon)
    await expect.poll(async () => Math.abs((await shownSteps(card)) - 112), soon).toBeLessThanOrEqual(3)
    await expect(card).toContainText('Which way is up is known from your walking.', soon)
  })
  await test.step('running at 170', async () => {
    motion.move('running', 170)
    await expect(statePanel(page)).toContainText(/looks like running/i, soon)
    await expect.poll(async () => Math.abs((await shownSteps(card)) - 170), soon).toBeLessThanOrEqual(3)
  })
  await test.step('standing still again ends the steps', async () => {
    motion.move('standing')
    await expect(statePanel(page)).toContainText(/looks like (standing|sitting)/i, soon)
    await expect(card.getByText(/steps a minute$/)).toHaveCount(0)
  })
  await test.step('stopped, it says nothing any more', async () => {
    await card.getByRole('button', { name: 'Stop', exact: true }).click()
    await expect(statePanel(page)).toContainText('No motion read')
  })
  await motion.stop()
})

test('the playlist’s beat follows the steps, unless that is switched off', async ({ page }) => {
  const motion = await overrideMotion(page)
  await openStudio(page)
  const card = inputCard(page, 'Live motion')
  const wishes = page.locator('summary').filter({ hasText: 'Wishes' })

  /** Moves so, waits until it is read, and returns the beats of the playlist that is made. */
  const playlistFor = async (activity: 'walking' | 'running', stepsPerMinute: number) => {
    motion.move(activity, stepsPerMinute)
    await expect(statePanel(page)).toContainText(`looks like ${activity}`, soon)
    await expect.poll(async () => Math.abs((await shownSteps(card)) - stepsPerMinute), soon).toBeLessThanOrEqual(3)
    const playlist = await makePlaylist(page)
    await expectSongs(page, playlist)
    return playlist
  }
  /** How far a tempo is from the steps, as a share of them; a beat for each step, for two, or two for one. */
  const distanceTo = (stepsPerMinute: number, { song }: Playlist['songs'][number]) =>
    Math.min(...[0.5, 1, 2].map((share) => Math.abs((song.features.tempoBpm ?? 0) / (stepsPerMinute * share) - 1)))
  // The app takes a beat within 5 % of the steps; these are measured within 3 a minute.
  const near = 0.08

  await card.getByRole('button', { name: 'Read this device’s motion' }).click()
  await test.step('running at 170 steps a minute', async () => {
    const playlist = await playlistFor('running', 170)
    expect(Math.abs((playlist.wishes.cadenceSpm ?? 0) - 170)).toBeLessThanOrEqual(4)
    for (const entry of playlist.songs) expect(distanceTo(170, entry), entry.song.title).toBeLessThanOrEqual(near)
    await expect(page.getByText(/^\d+ bpm for your 1[67]\d steps a minute/).first()).toBeVisible()
  })
  await test.step('walking fast, at 130', async () => {
    const playlist = await playlistFor('walking', 130)
    for (const entry of playlist.songs) expect(distanceTo(130, entry), entry.song.title).toBeLessThanOrEqual(near)
  })
  await test.step('switched off, it is the music for walking at any beat', async () => {
    await wishes.click()
    const followsSteps = page.getByRole('checkbox', { name: /^The beat meets my steps/ })
    await expect(followsSteps).toBeChecked()
    const free = await replyAfter(page, 'PUT', () => followsSteps.uncheck())
    expect(free.wishes.cadenceSpm).toBeUndefined()
    expect(free.songs.filter((entry) => distanceTo(130, entry) > near).length, 'songs at another beat').toBeGreaterThan(12)
  })
  await motion.stop()
})

test('a computer without sensors says so and offers to pair a phone', async ({ page }) => {
  await openStudio(page)
  const card = inputCard(page, 'Live motion')
  await card.getByRole('button', { name: 'Read this device’s motion' }).click()
  await expect(card.getByRole('alert')).toContainText('No motion sensor answered on this device.')
  await expect(card.getByRole('button', { name: 'Pair a phone' })).toBeVisible()
})

test('a phone whose owner refuses motion says how to allow it', async ({ page }) => {
  await page.addInitScript(() => {
    Object.assign(DeviceMotionEvent, { requestPermission: async () => 'denied' })
  })
  await openStudio(page)
  const card = inputCard(page, 'Live motion')
  await card.getByRole('button', { name: 'Read this device’s motion' }).click()
  await expect(card.getByRole('alert')).toContainText('Motion was not allowed for this page.')
  await expect(card.getByRole('button', { name: 'Try this device again' })).toBeVisible()
})
