import { fixture } from './support/paths'
import { expectSongs } from './support/playlist'
import {
  expectScores,
  expressionWords,
  giveFiles,
  inputCard,
  makePlaylist,
  openStudio,
  readFaceBox,
  sayWord,
  statePanel,
} from './support/studio'
import { expect, test } from './support/test'

test('a face before the webcam becomes a playlist', async ({ page, context }) => {
  await context.grantPermissions(['camera'])
  await openStudio(page)
  const card = inputCard(page, 'Webcam')
  await card.getByRole('button', { name: 'Turn on the webcam' }).click()

  const video = card.locator('video')
  await expect.poll(() => video.evaluate((element: HTMLVideoElement) => element.videoWidth)).toBe(640)
  await expect(card).toContainText('One face in view.', { timeout: 60_000 })
  await expectScores(card, expressionWords)

  // The drawn head fills the middle of the frame; it moves a little to either side.
  const box = await readFaceBox(card)
  expect(box.leftPx).toBeGreaterThan(120)
  expect(box.rightPx).toBeLessThan(520)
  expect(box.rightPx - box.leftPx).toBeGreaterThan(120)
  expect(box.topPx).toBeGreaterThan(40)
  expect(box.bottomPx).toBeLessThan(420)

  // Frames go on being read: the box follows the head.
  await expect.poll(() => readFaceBox(card)).not.toEqual(box)
  await expect(card).toContainText(/\d+ frames a second/)

  await expect(statePanel(page)).toContainText(/Your expression (looks|may look) \w+/)
  await expect(statePanel(page)).toContainText(/Webcam: .+, \d+ %/)
  const playlist = await makePlaylist(page)
  expect(playlist.songs).toHaveLength(25)

  await card.getByRole('button', { name: 'Stop' }).click()
  await expect(card.getByRole('button', { name: 'Turn on the webcam' })).toBeVisible()
  await expect(video).toHaveCount(0)
})

test('pausing turns the camera off and keeps the last reading, going on reads again; so does hiding the tab', async ({ page, context }) => {
  await context.grantPermissions(['camera'])
  await openStudio(page)
  const card = inputCard(page, 'Webcam')
  await card.getByRole('button', { name: 'Turn on the webcam' }).click()
  await expect(card).toContainText('One face in view.')
  const track = await card
    .locator('video')
    .evaluateHandle((video: HTMLVideoElement) => (video.srcObject instanceof MediaStream ? video.srcObject.getVideoTracks()[0] : undefined))
  await card.getByRole('button', { name: 'Pause' }).click()
  await expect(card).toContainText('Paused, and the camera is off. The last reading still counts.')
  expect(await track.evaluate((paused) => paused?.readyState)).toBe('ended')
  await expectScores(card, expressionWords)
  await card.getByRole('button', { name: 'Go on' }).click()
  await expect(card).toContainText('One face in view.')

  const isHidden = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, value: value ? 'hidden' : 'visible' })
      document.dispatchEvent(new Event('visibilitychange'))
    }, hidden)
  await isHidden(true)
  await expect(card).toContainText('The camera is off while this tab is out of sight.')
  await isHidden(false)
  await expect(card).toContainText('One face in view.')
})

test('a refused camera is said, and the listener goes on without it', async ({ page }) => {
  // This context was given no permission, so Chromium refuses by itself.
  await openStudio(page)
  await sayWord(page, 'Tired')
  const playlist = await makePlaylist(page)
  const card = inputCard(page, 'Webcam')
  await card.getByRole('button', { name: 'Turn on the webcam' }).click()
  await expect(card.getByRole('alert')).toContainText('The camera was not allowed for this page.')
  await expect(card.getByRole('button', { name: 'Try the webcam again' })).toBeEnabled()
  await expectSongs(page, playlist)
  await giveFiles(inputCard(page, 'Photo'), fixture('face-smiling.jpg'))
  await expect(inputCard(page, 'Photo')).toContainText('Found one face and read it.')
})
