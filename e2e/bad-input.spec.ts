import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'

import type { Locator } from '@playwright/test'

import { fixture } from './support/paths'
import { giveFiles, inputCard, makePlaylist, openStudio, sayWord } from './support/studio'
import { expectSongs } from './support/playlist'
import { expect, test } from './support/test'

const bad = (name: string) => fixture('recordings/bad', name)
const csv = (name: string, text: string) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })

/** Writes a file of 200 MB: a beginning, then one row over and over. */
function writeLargeFile(file: string, beginning: string, row: string) {
  const block = Buffer.from(row.repeat(Math.floor(2 ** 20 / row.length)))
  const target = openSync(file, 'w')
  writeSync(target, beginning)
  for (let writtenBytes = 0; writtenBytes < 200e6; writtenBytes += block.length) writeSync(target, block)
  closeSync(target)
}

test('no bad file takes away what was made before', async ({ page }, testInfo) => {
  await openStudio(page)
  await sayWord(page, 'Calm')
  const playlist = await makePlaylist(page)
  const wearable = inputCard(page, 'Wearable export')
  const motion = inputCard(page, 'Motion recording')

  const expectProblem = async (card: Locator, title: string, words: string | RegExp) => {
    const alert = card.getByRole('alert')
    await expect(alert).toContainText(words, { timeout: 90_000 })
    await expect(alert).toContainText(title)
    await expectSongs(page, playlist)
    await expect(inputCard(page, 'My own word').getByRole('button', { name: 'Calm' })).toHaveAttribute('aria-pressed', 'true')
  }
  const e4Expected = /Expected an export of Empatica E4, .+Sensor Logger/

  await test.step('a file that is no recording', async () => {
    await giveFiles(wearable, bad('web-page.csv'))
    await expectProblem(wearable, 'Attune does not know this kind of file', 'web-page.csv is a web page.')
    await expect(wearable.getByRole('alert')).toContainText(e4Expected)
  })
  await test.step('a zip without a recording', async () => {
    await giveFiles(motion, bad('no-recording.zip'))
    await expectProblem(motion, 'Attune does not know this kind of file', 'no-recording.zip is a zip that holds no recording, but notes/')
  })
  await test.step('a truncated zip', async () => {
    await giveFiles(wearable, bad('truncated.zip'))
    await expectProblem(wearable, 'The file cannot be read', 'truncated.zip is a zip whose end is missing')
  })
  await test.step('text in the columns of numbers', async () => {
    await giveFiles(wearable, bad('text-in-numbers/EDA.csv'))
    await expectProblem(
      wearable,
      'The file cannot be read',
      /EDA\.csv: \d+ of \d+ rows are not readable, the first in line 3: "no contact"/,
    )
  })
  await test.step('a temperature in kelvin', async () => {
    const [start, rate, ...rows] = readFileSync(fixture('recordings/empatica-e4/TEMP.csv'), 'utf8').trim().split('\n')
    const kelvins = rows.map((row) => (Number(row) + 273.15).toFixed(2))
    await giveFiles(wearable, csv('TEMP.csv', [start, rate, ...kelvins].join('\n')))
    await expectProblem(wearable, 'The file cannot be read', /lie outside 5 to 50 degrees Celsius .+ or another unit\?/)
  })
  await test.step('a file of 0 bytes', async () => {
    await giveFiles(motion, bad('empty.csv'))
    await expectProblem(motion, 'The file is empty', 'empty.csv has 0 bytes.')
  })
  await test.step('a recording of two seconds', async () => {
    const rows = readFileSync(fixture('recordings/sensor-logger/TotalAcceleration.csv'), 'utf8').split('\n').slice(0, 100)
    await giveFiles(motion, csv('TotalAcceleration.csv', rows.join('\n')))
    await expectProblem(
      motion,
      'The recording is too short',
      /^.*TotalAcceleration\.csv: 1\.\d+ seconds were recorded; at least 2\.56 seconds are needed\./,
    )
  })
  await test.step('a picture for a recording', async () => {
    await giveFiles(motion, fixture('face-smiling.jpg'))
    await expectProblem(motion, 'Attune does not know this kind of file', 'face-smiling.jpg is a JPEG picture.')
  })

  const largeFile = testInfo.outputPath('EDA.csv')
  try {
    await test.step('200 MB of text', async () => {
      writeLargeFile(largeFile, 'dear diary\n', 'nothing happened today\n')
      await giveFiles(wearable, largeFile)
      await expectProblem(wearable, 'Attune does not know this kind of file', 'EDA.csv is a text that begins with "dear diary".')
    })
    await test.step('200 MB of samples, more than can be read', async () => {
      writeLargeFile(largeFile, '1773482400.000000\n4.000000\n', '0.84125\n')
      await giveFiles(wearable, largeFile)
      await expect(wearable.getByRole('progressbar')).toBeVisible()
      // Meanwhile the page answers.
      await sayWord(page, 'Walking')
      await sayWord(page, 'Sitting')
      await expectProblem(wearable, 'The file is too large', 'EDA.csv has more than 16,000,000 rows')
    })
    await test.step('200 MB for a photo', async () => {
      await giveFiles(inputCard(page, 'Photo'), largeFile)
      await expectProblem(
        inputCard(page, 'Photo'),
        'The file is too large',
        /"EDA\.csv" has 20\d\.\d MB; a picture may have up to 50\.0 MB/,
      )
    })
  } finally {
    rmSync(largeFile, { force: true })
  }

  await test.step('the same cards read a good file afterwards, and a bad one after it takes nothing away', async () => {
    await giveFiles(motion, fixture('recordings/sensor-logger/TotalAcceleration.csv'))
    await expect(motion.getByRole('img', { name: /^Activity from/ })).toBeVisible()
    await expect(motion.getByRole('alert')).toHaveCount(0)
    await giveFiles(motion, bad('truncated.zip'))
    await expectProblem(motion, 'The file cannot be read', 'truncated.zip')
    await expect(motion.getByRole('img', { name: /^Activity from/ })).toBeVisible()
  })
})

test('another unit that can be told by gravity is read and said', async ({ page }) => {
  await openStudio(page)
  const card = inputCard(page, 'Motion recording')
  await giveFiles(card, bad('wrong-unit/TotalAcceleration.csv'))
  await expect(card).toContainText('acceleration was taken to be in g instead of m/s²')
  await expect(card.getByRole('img', { name: /^Activity from/ })).toBeVisible()
})

test('a few rows that cannot be read are left out and counted', async ({ page }) => {
  await openStudio(page)
  const card = inputCard(page, 'Wearable export')
  await giveFiles(card, bad('few-bad-rows/EDA.csv'))
  await expect(card).toContainText(/EDA\.csv: \d+ rows are not readable and were left out, the first \(line \d+\)/)
  await expect(card.getByRole('img', { name: /^Stress from/ })).toBeVisible()
})
