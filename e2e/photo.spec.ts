import { readFileSync } from 'node:fs'

import type { BrowserContext } from '@playwright/test'
import sharp from 'sharp'

import { fixture } from './support/paths'
import { expectScores, expressionWords, giveFiles, inputCard, makePlaylist, openStudio, readFaceBox } from './support/studio'
import { expect, test } from './support/test'

/** The larger of the two faces fills the right of the picture, from here on. */
const largerFromPx = 420

/** A picture of a small face at the left and a large one at the right, 900 x 480 pixels. */
async function drawTwoFaces(context: BrowserContext) {
  const page = await context.newPage()
  await page.setViewportSize({ width: 900, height: 480 })
  const image = (name: string, style: string) =>
    `<img src="data:image/jpeg;base64,${readFileSync(fixture(name)).toString('base64')}" style="position:absolute;${style}">`
  await page.setContent(image('face-neutral.jpg', 'left:0;top:120px;width:320px') + image('face-smiling.jpg', 'right:0;top:0;width:580px'))
  const buffer = await page.screenshot()
  await page.close()
  return { name: 'two-faces.png', mimeType: 'image/png', buffer }
}

test('a photo of a face becomes a playlist, whatever pictures come before and after it', async ({ page, context }) => {
  await openStudio(page)
  const card = inputCard(page, 'Photo')

  await test.step('a picture without a face is shown and said', async () => {
    await giveFiles(card, fixture('no-face.jpg'))
    await expect(card.getByRole('alert')).toContainText('No face was found in this picture.')
    await expect(card.getByRole('img', { name: 'The chosen picture, no-face.jpg' })).toBeVisible()
  })

  await test.step('a face is read', async () => {
    await giveFiles(card, fixture('face-smiling.jpg'))
    await expect(card).toContainText('Found one face and read it.')
    await expectScores(card, expressionWords)
  })

  await test.step('so is one that the camera held on its side', async () => {
    const buffer = await sharp(fixture('face-smiling.jpg')).rotate(270).withMetadata({ orientation: 6 }).jpeg().toBuffer()
    await giveFiles(card, { name: 'on-its-side.jpg', mimeType: 'image/jpeg', buffer })
    await expect(card.getByRole('img', { name: 'The picture that was read, on-its-side.jpg' })).toBeVisible()
    const box = await readFaceBox(card)
    expect(box.leftPx).toBeGreaterThan(120)
    expect(box.rightPx).toBeLessThan(520)
  })

  await test.step('of five faces one is read', async () => {
    await giveFiles(card, fixture('five-faces.jpg'))
    await expect(card).toContainText('Found 5 faces; the one with the bright corners is read.')
  })

  await test.step('of two faces the larger is read', async () => {
    await giveFiles(card, await drawTwoFaces(context))
    await expect(card).toContainText('Found 2 faces; the one with the bright corners is read.')
    const box = await readFaceBox(card)
    expect(box.leftPx).toBeGreaterThan(largerFromPx)
    expect(box.rightPx).toBeLessThanOrEqual(900)
  })

  await test.step('a tap reads the other one', async () => {
    await card.getByRole('button', { name: 'Read this face instead, 2 of 2' }).click()
    await expect.poll(async () => (await readFaceBox(card)).rightPx).toBeLessThan(largerFromPx)
    await expectScores(card, expressionWords)
  })

  await test.step('what is no picture is said, and the face that was read stays', async () => {
    await giveFiles(card, { name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('Not a picture at all') })
    await expect(card.getByRole('alert')).toContainText('"notes.png" could not be read as a picture')
    await giveFiles(card, { name: 'nothing.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(0) })
    await expect(card.getByRole('alert')).toContainText('"nothing.jpg" is empty: 0 bytes')
    await expect(card.getByRole('img', { name: 'The picture that was read, two-faces.png' })).toBeVisible()
    await expectScores(card, expressionWords)
  })

  const playlist = await makePlaylist(page)
  expect(playlist.songs).toHaveLength(25)
})
