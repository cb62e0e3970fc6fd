import type { Locator } from '@playwright/test'

import { fixture } from './support/paths'
import { giveFiles, inputCard, makePlaylist, openStudio, statePanel } from './support/studio'
import { expect, test } from './support/test'

/** How many different colours a plot shows: an empty canvas has one. */
const countColours = (plot: Locator) =>
  plot.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
    const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] }
    const colours = new Set<number>()
    for (let index = 0; index < data.length; index += 4)
      colours.add(((data[index] ?? 0) << 16) | ((data[index + 1] ?? 0) << 8) | (data[index + 2] ?? 0))
    return colours.size
  })

const expectPlot = async (card: Locator, name: RegExp) => {
  const plot = card.getByRole('img', { name })
  await expect(plot).toBeVisible()
  await expect.poll(() => countColours(plot)).toBeGreaterThan(4)
}

test("an E4's zip shows stress over time and becomes a playlist", async ({ page }) => {
  await openStudio(page)
  const card = inputCard(page, 'Wearable export')
  await giveFiles(card, fixture('recordings/empatica-e4.zip'))
  await expect(card).toContainText('Empatica E4')
  await expectPlot(
    card,
    /^Stress from \d\d:\d\d:\d\d to \d\d:\d\d:\d\d\. Most of the time the signal looks (at rest|stressed|amused|deeply calm) \d+ %/,
  )
  for (const signal of ['Pulse wave', 'Heart rate', 'Beat intervals', 'Skin conductance', 'Skin temperature', 'Acceleration']) {
    await expect(card.getByRole('listitem').filter({ hasText: signal })).toContainText(/([89]\d|100) % measured/)
  }
  await expect(statePanel(page)).toContainText(/Your wearable (looks|may look) (at rest|stressed|amused|deeply calm)/)
  await expect(statePanel(page)).toContainText(/empatica-e4\.zip: .+, \d+ %/)
  const playlist = await makePlaylist(page)
  expect(playlist.songs).toHaveLength(25)
})

test("an E4's loose files are one recording, and another stretch of it can stand for now", async ({ page }) => {
  await openStudio(page)
  const card = inputCard(page, 'Wearable export')
  await giveFiles(
    card,
    ['ACC', 'BVP', 'EDA', 'TEMP'].map((name) => fixture(`recordings/empatica-e4/${name}.csv`)),
  )
  await expectPlot(card, /^Stress from/)
  await expect(card).not.toContainText('recordings were found')
  const picker = card.getByRole('group', { name: 'Which stretch stands for now' })
  const whole = await picker.locator('p').innerText()
  await picker.getByRole('button', { name: 'Last 2 minutes' }).click()
  await expect(picker).toContainText('2 minutes')
  expect(await picker.locator('p').innerText()).not.toBe(whole)
  await card.getByRole('slider', { name: 'Beginning of now' }).press('ArrowLeft')
  await expect(picker.getByRole('button', { name: 'Last 2 minutes' })).toHaveAttribute('aria-pressed', 'false')
})

test('a motion recording shows activity over time and becomes a playlist', async ({ page }) => {
  await openStudio(page)
  const card = inputCard(page, 'Motion recording')
  await giveFiles(
    card,
    ['TotalAcceleration', 'Gyroscope'].map((name) => fixture(`recordings/sensor-logger/${name}.csv`)),
  )
  await expect(card).toContainText('Sensor Logger')
  await expectPlot(card, /^Activity from .+ the signal moves like (lying|sitting|standing|walking|upstairs|downstairs|running) \d+ %/)
  await expect(card).not.toContainText('gravity')
  for (const signal of ['Acceleration', 'Rotation']) {
    await expect(card.getByRole('listitem').filter({ hasText: signal })).toContainText(/(9\d|100) % measured/)
  }
  await expect(statePanel(page)).toContainText(/Your phone (moves|may move) like/)
  const playlist = await makePlaylist(page)
  expect(playlist.songs).toHaveLength(25)
})

test('acceleration without gravity says what cannot be told; with Gravity.csv it can', async ({ page }) => {
  await openStudio(page)
  const card = inputCard(page, 'Motion recording')
  await giveFiles(card, fixture('recordings/sensor-logger-iphone/Accelerometer.csv'))
  await expectPlot(card, /^Activity from/)
  await expect(card).toContainText('Accelerometer.csv is without gravity, so lying, sitting and standing cannot be told apart.')
  await expect(card).toContainText('Without Gyroscope.csv; activity is told from acceleration alone.')

  await giveFiles(card, [
    fixture('recordings/sensor-logger-iphone/Accelerometer.csv'),
    fixture('recordings/sensor-logger-iphone/Gravity.csv'),
  ])
  await expect(card).not.toContainText('is without gravity')
  await expect(card).toContainText('Without Gyroscope.csv; activity is told from acceleration alone.')
})

test('a file that was dropped on the wrong card goes to the right one', async ({ page }) => {
  await openStudio(page)
  await giveFiles(inputCard(page, 'Motion recording'), fixture('recordings/empatica-e4.zip'))
  const card = inputCard(page, 'Wearable export')
  await expectPlot(card, /^Stress from/)
  await expect(card).toContainText('This is a wearable export, so it was put here.')
  await expect(inputCard(page, 'Motion recording')).toContainText('Empty')
})

test('the sample data are read like files and become a playlist', async ({ page }) => {
  await openStudio(page)
  await page.getByRole('button', { name: /try with sample data/i }).click()
  await expectPlot(inputCard(page, 'Wearable export'), /^Stress from/)
  await expectPlot(inputCard(page, 'Motion recording'), /^Activity from/)
  await expect(statePanel(page)).toContainText(/Your wearable (looks|may look)/)
  await expect(statePanel(page)).toContainText(/Your phone (moves|may move) like/)
  const playlist = await makePlaylist(page)
  expect(playlist.songs).toHaveLength(25)
})
