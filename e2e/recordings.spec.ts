import { rmSync, writeFileSync } from 'node:fs'

import type { Locator } from '@playwright/test'

import { asNarrowPhone, expectUsable } from './support/layout'
import { fixture } from './support/paths'
import { giveFiles, inputCard, makePlaylist, openStudio, replyAfter, statePanel } from './support/studio'
import { expect, test } from './support/test'

/** How many different colours a plot shows: an empty canvas has one. */
const countColours = (plot: Locator) =>
  plot
    .locator('canvas')
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
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
  await expect(statePanel(page)).toContainText(
    /Your wearable ((looks|may look) (at rest|stressed|amused|deeply calm)|is read, but too unsure to say)/,
  )
  await expect(statePanel(page)).toContainText(/empatica-e4\.zip: .+, \d+ %/)
  const playlist = await makePlaylist(page)
  expect(playlist.songs).toHaveLength(25)
})

test('a baseline is taken from the file, kept over a reload, and deleted', async ({ page }) => {
  await openStudio(page)
  const card = inputCard(page, 'Wearable export')
  const files = fixture('recordings/empatica-e4.zip')
  await giveFiles(card, files)
  const panel = card.getByRole('region', { name: 'Your baseline' })
  await expect(panel).toContainText('This recording is read against itself')
  await panel.getByRole('button', { name: 'Use the quietest three minutes' }).click()
  await expect(panel).toContainText(
    /Your baseline is \d\d:\d\d:\d\d to \d\d:\d\d:\d\d of empatica-e4\.zip\. This recording is read against it\./,
  )
  await expectPlot(card, /^Stress from/)
  await page.reload()
  await giveFiles(card, files)
  await expect(panel).toContainText('This recording is read against it.')
  await panel.getByRole('button', { name: 'Delete my baseline' }).click()
  await expect(panel).toContainText('This recording is read against itself')
  expect(await page.evaluate(() => localStorage.getItem('attune-baseline'))).toBeNull()
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
  const whole = await picker.locator('p').first().innerText()
  await picker.getByRole('button', { name: 'Last 2 minutes' }).click()
  await expect(picker).toContainText('2 minutes')
  expect(await picker.locator('p').first().innerText()).not.toBe(whole)
  await card.getByRole('slider', { name: 'Beginning of now' }).press('ArrowLeft')
  await expect(picker.getByRole('button', { name: 'Last 2 minutes' })).toHaveAttribute('aria-pressed', 'false')
})

test('the timeline is pointed at, zoomed and picked from, and gives a playlist for the stretch that was picked', async ({ page }) => {
  await openStudio(page)
  const card = inputCard(page, 'Wearable export')
  await giveFiles(card, fixture('recordings/empatica-e4.zip'))
  await expectPlot(card, /^Stress from/)
  await expect(card.getByText('The movement is being read')).toHaveCount(0)
  await expect(card.getByRole('list', { name: 'In short' })).toContainText('Most stressed')

  const surface = card.getByRole('slider', { name: 'Moment on the timeline' })
  const along = card.getByRole('slider', { name: 'Move along the recording' })
  await test.step('a pointer reads a moment, the wheel and the buttons zoom', async () => {
    await surface.hover()
    await expect(card.getByText(/^At \d\d:\d\d:\d\d$/)).toBeVisible()
    await expect(surface).toHaveAttribute(
      'aria-valuetext',
      /^\d\d:\d\d:\d\d: Stress (\d+ %, looks|too unsure).+, Heart rate \d+, Skin conductance \d\.\d+/,
    )
    await expect(along).toHaveCount(0)
    await expect(async () => {
      await surface.hover()
      // A wheel that has just scrolled the page goes on doing so.
      await page.waitForTimeout(500)
      await page.mouse.wheel(0, -300)
      await expect(along).toBeVisible({ timeout: 500 })
    }).toPass()
    const seen = await along.getAttribute('aria-valuetext')
    await along.press('ArrowRight')
    await expect(along).not.toHaveAttribute('aria-valuetext', seen ?? '')
    await card.getByRole('button', { name: 'Show all of it' }).click()
    await expect(along).toHaveCount(0)
    await card.getByRole('button', { name: 'Zoom in' }).click()
    await expect(along).toBeVisible()
    await card.getByRole('button', { name: 'Zoom out' }).click()
    await expect(along).toHaveCount(0)
  })

  await test.step('a drag picks a stretch, Escape lets it go', async () => {
    const { x = 0, y = 0, width = 0, height = 0 } = (await surface.boundingBox()) ?? {}
    await page.mouse.move(x + width * 0.25, y + height / 2)
    await page.mouse.down()
    await page.mouse.move(x + width * 0.6, y + height / 2, { steps: 4 })
    await page.mouse.up()
    await expect(card.getByRole('button', { name: 'Let go' })).toBeVisible()
    await surface.focus()
    await page.keyboard.press('Escape')
    await expect(card.getByRole('button', { name: 'Let go' })).toHaveCount(0)
  })

  await test.step('the keyboard goes through it, zooms and picks a stretch', async () => {
    await surface.focus()
    await page.keyboard.press('Home')
    await expect(surface).toHaveAttribute('aria-valuenow', '0')
    await page.keyboard.press('PageUp')
    await page.keyboard.press('+')
    await expect(along).toBeVisible()
    await page.keyboard.press('0')
    await expect(along).toHaveCount(0)
    for (let presses = 0; presses < 12; presses++) await page.keyboard.press('Shift+ArrowRight')
    await expect(card.getByRole('group', { name: 'Which stretch stands for now' })).toContainText('(60 seconds)')
  })

  await test.step('what is in view can be read as a table, by everybody', async () => {
    await card.getByText('Show what is in view as a table').click()
    await expect(card.getByRole('columnheader')).toHaveText([
      'Time',
      'Stress, how likely',
      'Heart rate, beats a minute',
      'Skin conductance, µS',
      'Movement',
    ])
    await expect(card.getByRole('rowheader')).toHaveCount(12)
    await asNarrowPhone(page)
    await expectUsable(page, 'the timeline and its table')
  })

  const button = card.getByRole('button', { name: /^Make a playlist for/ })
  const picked = (await button.innerText()).replace('Make a playlist for ', '')
  expect(picked).toMatch(/^\d\d:\d\d(:\d\d)?–\d\d:\d\d(:\d\d)?$/)
  const playlist = await replyAfter(page, 'POST', () => button.click())
  expect(playlist.songs).toHaveLength(25)
  await expect(page.getByText(`Playlist for ${picked}`)).toBeVisible()
})

test('a phone recording shows movement and steps over time, and a finger picks from it', async ({ browser }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true })
  const page = await context.newPage()
  await openStudio(page)
  const card = inputCard(page, 'Motion recording')
  await giveFiles(
    card,
    ['TotalAcceleration', 'Gyroscope'].map((name) => fixture(`recordings/sensor-logger/${name}.csv`)),
  )
  const plot = card.getByRole('img', { name: /^Activity from/ })
  await expect(plot).toContainText('Movement')
  await expect(plot).toContainText('Steps')
  const { contentPx, screenPx } = await page.evaluate(() => ({ contentPx: document.documentElement.scrollWidth, screenPx: innerWidth }))
  expect(contentPx).toBeLessThanOrEqual(screenPx)
  await card.getByRole('slider', { name: 'Moment on the timeline' }).tap()
  await expect(card.getByRole('button', { name: 'Let go' })).toBeVisible()
  await expect(card.getByRole('group', { name: 'Which stretch stands for now' })).toContainText('(10 seconds)')
  await context.close()
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
  await expect(statePanel(page)).toContainText(/Your movement (looks|may look) like/)
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
  await expect(statePanel(page)).toContainText(/Your wearable (looks|may look|is read, but too unsure to say)/)
  await expect(statePanel(page)).toContainText(/Your movement (looks|may look) like/)
  const playlist = await makePlaylist(page)
  expect(playlist.songs).toHaveLength(25)
})

/** The exports of each vendor, in the vendor's format, and what the studio answers. */
const exportsOfVendors: readonly { readonly files: readonly string[]; readonly sourceName: string; readonly refusal?: RegExp }[] = [
  { files: ['apple-health/export.zip'], sourceName: 'Apple Health' },
  { files: ['fit/activity.fit'], sourceName: 'FIT activity' },
  { files: ['tcx/activity.tcx'], sourceName: 'TCX activity' },
  { files: ['fitbit/heart_rate-2026-03-14.json'], sourceName: 'Fitbit' },
  { files: ['embrace-plus/1-1-SAMPLE_1773482400.avro'], sourceName: 'Empatica EmbracePlus' },
  {
    files: ['ACC', 'HR', 'RR'].map((sensor) => `polar-sensor-logger/Polar_H10_${sensor}.txt`),
    sourceName: 'Polar Sensor Logger',
  },
  { files: ['polar-flow/session.csv'], sourceName: 'Polar Flow' },
  { files: ['polar-account/training-session-2026-03-14.json'], sourceName: 'Polar' },
  { files: ['shimmer/session.csv'], sourceName: 'Shimmer' },
  { files: ['rr-intervals/intervals.txt'], sourceName: 'Beat intervals' },
  { files: ['event-list/data.csv'], sourceName: 'Event list' },
  // A value in five minutes, or a day, fills no window: that is said.
  { files: ['oura/heartrate.csv'], sourceName: 'Oura', refusal: /heartrate\.csv: there are no 60 seconds in which enough was measured/ },
  {
    files: ['whoop/physiological_cycles.csv', 'whoop/workouts.csv'],
    sourceName: 'WHOOP',
    refusal: /physiological_cycles\.csv.*: there are no 60 seconds in which enough was measured/,
  },
]

test("every vendor's export goes the whole way: stress over time, or the reason why there is none", async ({ page }) => {
  await openStudio(page)
  const card = inputCard(page, 'Wearable export')
  for (const { files, sourceName, refusal } of exportsOfVendors) {
    await test.step(sourceName, async () => {
      await giveFiles(
        card,
        files.map((file) => fixture('recordings', file)),
      )
      if (refusal === undefined) {
        await expect(card.locator('strong').getByText(sourceName, { exact: true })).toBeVisible()
        await expect(card.getByRole('img', { name: /^Stress from/ })).toBeVisible()
        await expect(card.getByRole('alert')).toHaveCount(0)
      } else {
        await expect(card.getByRole('alert')).toContainText(refusal)
        await expect(card.getByRole('alert')).toContainText('The recording is too short')
      }
    })
  }
})

test("motion of phyphox and of a wrist's accelerometer shows activity over time", async ({ page }) => {
  await openStudio(page)
  const card = inputCard(page, 'Motion recording')
  await giveFiles(card, fixture('recordings/phyphox/recording.zip'))
  await expect(card.getByText('phyphox', { exact: true })).toBeVisible()
  await expectPlot(card, /^Activity from/)
  await giveFiles(card, fixture('recordings/capture-24/P999.csv.gz'))
  await expect(card.getByText('P999.csv')).toBeVisible()
  await expectPlot(card, /^Activity from/)
})

test('a table that nothing knows is asked about, read as answered, and can be corrected', async ({ page }) => {
  await openStudio(page)
  const card = inputCard(page, 'Wearable export')
  await giveFiles(card, fixture('recordings/any-table/german.csv'))
  const dialog = page.getByRole('dialog', { name: 'What are these columns?' })
  await expect(dialog).toContainText('14.03.2026 10:00:05')
  await expect(dialog.getByLabel('What Zeit is')).toHaveValue('time')
  await expect(dialog.getByLabel('What Puls is')).toHaveValue('heartRate')
  await expect(dialog.getByLabel('What Hautleitwert (µS) is')).toHaveValue('eda')
  await expect(dialog.getByLabel('How Hautleitwert (µS) is written')).toHaveValue('µS')
  await dialog.getByRole('button', { name: 'Cancel' }).click()
  await expect(card).toContainText('Empty')

  await giveFiles(card, fixture('recordings/any-table/german.csv'))
  await dialog.getByLabel('What Hautleitwert (µS) is').selectOption('Leave out')
  await dialog.getByRole('button', { name: 'Read', exact: true }).click()
  await expectPlot(card, /^Stress from/)
  await expect(card.getByRole('listitem').filter({ hasText: 'Heart rate' })).toContainText(/100 % measured/)
  await expect(card.getByRole('listitem').filter({ hasText: 'Skin conductance' })).toHaveCount(0)

  await card.getByRole('button', { name: 'Columns and units' }).click()
  await expect(dialog.getByLabel('What Hautleitwert (µS) is')).toHaveValue('none')
  await dialog.getByLabel('What Zeit is').selectOption('Leave out')
  await dialog.getByLabel('What Puls is').selectOption('Leave out')
  await expect(dialog.getByRole('button', { name: 'Read', exact: true })).toBeDisabled()
  await dialog.getByLabel('What Puls is').selectOption('Heart rate')
  await dialog.getByLabel('Rows a second').fill('1')
  await dialog.getByRole('button', { name: 'Read', exact: true }).click()
  await expect(card).toContainText('german.csv: no date is given, so the one on which the file was saved was taken.')
  await expectPlot(card, /^Stress from/)
})

test('a reading can be stopped, a whole folder read', async ({ page }, testInfo) => {
  await openStudio(page)
  const card = inputCard(page, 'Wearable export')
  const large = testInfo.outputPath('EDA.csv')
  writeFileSync(large, `1773482400.000000\n4.000000\n${'0.84125\n'.repeat(12_000_000)}`)
  try {
    await giveFiles(card, large)
    await card.getByRole('button', { name: 'Cancel' }).click()
    await expect(card).toContainText('Empty')
  } finally {
    rmSync(large, { force: true })
  }
  await card.locator('input[webkitdirectory]').setInputFiles(fixture('recordings/empatica-e4'))
  await expect(card.getByText('Empatica E4', { exact: true })).toBeVisible()
  await expectPlot(card, /^Stress from/)
})

/** Ten minutes of a heart rate at a date, as Fitbit exports them. */
const dayOfHeartRate = (date: string, bpm: number) => ({
  name: `heart_rate_${date}.csv`,
  mimeType: 'text/csv',
  buffer: Buffer.from(
    `timestamp,beats per minute,data source\n${Array.from({ length: 120 }, (_, index) => `${new Date(Date.parse(`${date}T10:00:00Z`) + 5000 * index).toISOString()},${bpm + (index % 5)}.0,Sense\n`).join('')}`,
  ),
})

test('of several recordings in one export another can be chosen', async ({ page }) => {
  await openStudio(page)
  const card = inputCard(page, 'Wearable export')
  await card
    .locator('input[type="file"]:not([webkitdirectory])')
    .setInputFiles([dayOfHeartRate('2026-03-14', 62), dayOfHeartRate('2026-03-15', 81)])
  const choice = card.getByLabel('2 recordings were found')
  await expect(choice).toHaveValue('1')
  await expectPlot(card, /^Stress from/)
  await choice.selectOption({ label: '14 March 2026, 10:00, 10 minutes' })
  await expect(choice).toHaveValue('0')
  await expectPlot(card, /^Stress from/)
})

test('of many recordings the month is chosen first', async ({ page }) => {
  await openStudio(page)
  const card = inputCard(page, 'Wearable export')
  const days = Array.from({ length: 45 }, (_, day) => new Date(Date.UTC(2026, 1, 1 + day)).toISOString().slice(0, 10))
  await card.locator('input[type="file"]:not([webkitdirectory])').setInputFiles(days.map((date) => dayOfHeartRate(date, 62)))
  const month = card.getByLabel('Month (45 recordings were found)')
  const choice = card.getByLabel('Recording', { exact: true })
  await expect(month.locator('option')).toHaveText(['February 2026 (28)', 'March 2026 (17)'])
  await expect(choice.locator('option:checked')).toHaveText('17 March 2026, 10:00, 10 minutes')
  await month.selectOption({ label: 'February 2026 (28)' })
  await expect(choice.locator('option:checked')).toHaveText('Choose one')
  await expect(choice.locator('option')).toHaveCount(29)
  await choice.selectOption({ label: '14 February 2026, 10:00, 10 minutes' })
  await expectPlot(card, /^Stress from/)
  await expect(choice.locator('option:checked')).toHaveText('14 February 2026, 10:00, 10 minutes')
  await expect(month.locator('option:checked')).toHaveText('February 2026 (28)')
})
