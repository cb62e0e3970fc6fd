import { readdirSync } from 'node:fs'

import { browserWithWebcam } from './support/browsers'
import { hasRealData, realData } from './support/paths'
import { expectSongs } from './support/playlist'
import { expectScores, expressionWords, giveFiles, inputCard, makePlaylist, openStudio, statePanel } from './support/studio'
import { expect, test } from './support/test'

// The same journeys over real exports and a real face, which are no part of the project.
test.skip(!hasRealData, 'There is no ../shared/data here, so there is no real recording and no real face to try.')
test.use({ launchOptions: browserWithWebcam(realData('face-media/intel_female_640x480.mjpeg')) })

const filesIn = (...folder: readonly string[]) => readdirSync(realData(...folder)).map((name) => realData(...folder, name))

test('a real face before the webcam becomes a playlist', async ({ page, context }) => {
  await context.grantPermissions(['camera'])
  await openStudio(page)
  const card = inputCard(page, 'Webcam')
  await card.getByRole('button', { name: 'Turn on the webcam' }).click()
  // The film's person looks to the side and back.
  await expect(card).toContainText(/One face in view\.|You look away from the camera\./)
  await expectScores(card, expressionWords)
  await expectSongs(page, await makePlaylist(page))
})

test('a real photo of a smile is read as happy', async ({ page }) => {
  await openStudio(page)
  const card = inputCard(page, 'Photo')
  await giveFiles(card, realData('face-media/nasa_astronaut.png'))
  await expect(card).toContainText('Found one face and read it.')
  const scores = await expectScores(card, expressionWords)
  const [highest] = scores.toSorted((one, other) => other.percent - one.percent)
  expect(highest?.label).toBe('Happy')
  await expect(statePanel(page)).toContainText('Your expression looks happy')
  await giveFiles(card, realData('face-media/tfjs_three_people.jpg'))
  await expect(card).toContainText('Found 3 faces; the one with the bright corners is read.')
})

test('a real session of an E4 of two hours shows stress over time and becomes a playlist', async ({ page }) => {
  await openStudio(page)
  const card = inputCard(page, 'Wearable export')
  await giveFiles(card, filesIn('wesad/E4_original_S9'))
  await expect(card.getByRole('img', { name: /^Stress from .+ looks .*stressed \d+ %/ })).toBeVisible({ timeout: 120_000 })
  await expect(card).toContainText(/Empatica E4.*1 hour \d+ minutes|Empatica E4.*2 hours/s)
  await expect(statePanel(page)).toContainText(/Your wearable (looks|may look|is read, but too unsure to say)/)
  await expectSongs(page, await makePlaylist(page))
})

test('a real E4 session that is too short is said, and a real motion recording without gravity is read', async ({ page }) => {
  await openStudio(page)
  const wearable = inputCard(page, 'Wearable export')
  await giveFiles(wearable, filesIn('wearable-exports/empatica-e4/devicely'))
  await expect(wearable.getByRole('alert')).toContainText(/34 seconds were recorded; at least 60 seconds are needed\./)
  const motion = inputCard(page, 'Motion recording')
  await giveFiles(motion, filesIn('wearable-exports/sensor-logger'))
  await expect(motion.getByRole('img', { name: /^Activity from/ })).toBeVisible()
  await expect(motion).toContainText('Accelerometer.csv is without gravity, so lying, sitting and standing cannot be told apart.')
  await expectSongs(page, await makePlaylist(page))
})
