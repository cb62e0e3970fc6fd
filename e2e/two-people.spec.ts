import { rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import sharp from 'sharp'

import { groupSvg, personSvg } from './fixtures/face-svg.mjs'
import { browserWithWebcam } from './support/browsers'
import { inputCard, openStudio, readFaceBox } from './support/studio'
import { expect, test } from './support/test'

/** Two people before the webcam; drawn when the journey starts, since a film is large. */
const film = path.join(tmpdir(), 'attune-two-people.mjpeg')
const middlePx = 320

test.use({ launchOptions: browserWithWebcam(film) })

test.beforeAll(async () => {
  const people = [personSvg({ smile: 1 }), personSvg({ smile: 0 })]
  // The fake camera decodes with the standard Huffman tables only.
  const frame = await sharp(Buffer.from(groupSvg(people)))
    .jpeg({ quality: 72, optimiseCoding: false })
    .toBuffer()
  writeFileSync(film, Buffer.concat(Array.from({ length: 4 }, () => frame)))
})

test.afterAll(() => rmSync(film, { force: true }))

test('of two people before the webcam the one that was tapped is read, and stays the one', async ({ page, context }) => {
  await context.grantPermissions(['camera'])
  await openStudio(page)
  const card = inputCard(page, 'Webcam')
  await card.getByRole('button', { name: 'Turn on the webcam' }).click()
  await expect(card).toContainText('2 faces in view; the one with the bright corners is read.')
  const first = await readFaceBox(card)
  const isFirstLeft = first.leftPx < middlePx
  await card.getByRole('button', { name: 'Read this face instead, 2 of 2' }).click()
  await expect.poll(async () => (await readFaceBox(card)).leftPx < middlePx).toBe(!isFirstLeft)
  // It stays, frame after frame.
  await expect(card).toContainText('2 faces in view')
  expect((await readFaceBox(card)).leftPx < middlePx).toBe(!isFirstLeft)
})
