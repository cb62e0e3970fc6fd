import { browserWithNothing } from './support/browsers'
import { fixture } from './support/paths'
import { expectSongs } from './support/playlist'
import { expectScores, expressionWords, giveFiles, inputCard, makePlaylist, openStudio, sayWord } from './support/studio'
import { expect, test } from './support/test'

test.use({ launchOptions: browserWithNothing() })

test('without a camera, WebGPU and WebGL the page says so and goes on with what there is', async ({ page, consoleGuard }) => {
  // Chromium says so itself when it is asked for an adapter that it does not have.
  consoleGuard.expect(/^Failed to create WebGPU Context Provider/)
  await openStudio(page)
  const graphics = await page.evaluate(async () => {
    const gpu = (navigator as { gpu?: { requestAdapter(): Promise<unknown> } }).gpu
    return { webgpu: (await gpu?.requestAdapter()) ?? null, webgl: document.createElement('canvas').getContext('webgl2') }
  })
  expect(graphics, 'this browser has no graphics at all').toEqual({ webgpu: null, webgl: null })

  await test.step('no camera', async () => {
    const card = inputCard(page, 'Webcam')
    await card.getByRole('button', { name: 'Turn on the webcam' }).click()
    await expect(card.getByRole('alert')).toContainText('No camera was found on this device. A photo of a face works just as well.')
  })
  await test.step('the word becomes a playlist', async () => {
    await sayWord(page, 'Focused')
    await expectSongs(page, await makePlaylist(page))
  })
  await test.step('the models run on WebAssembly, and why is said', async () => {
    await page.getByRole('button', { name: /^Runs on WebAssembly, [\d.]+ ms a face$/ }).click()
    const dialog = page.getByRole('dialog', { name: 'What the models run on' })
    const line = (backend: string) => dialog.getByRole('listitem').filter({ has: page.getByText(backend, { exact: true }) })
    await expect(line('WebAssembly')).toContainText('Chosen')
    for (const backend of ['WebGPU', 'WebGL']) {
      await expect(line(backend)).toContainText('not measured')
      await expect(dialog.getByRole('button', { name: `Use ${backend}`, exact: true })).toBeDisabled()
    }
    await test.step('JavaScript can be chosen by hand', async () => {
      await dialog.getByRole('button', { name: 'Use JavaScript' }).click()
      await expect(line('JavaScript')).toContainText('Chosen by hand')
    })
    await dialog.getByRole('button', { name: 'Close' }).click()
  })
  await test.step('a photo is read', async () => {
    const card = inputCard(page, 'Photo')
    await giveFiles(card, fixture('face-smiling.jpg'))
    await expect(card).toContainText('Found one face and read it.')
    await expectScores(card, expressionWords)
  })
})
