import type { Page } from '@playwright/test'

import { asNarrowPhone, expectUsable } from './support/layout'
import { overrideMotion } from './support/motion'
import { openPairing } from './support/pairing'
import { fixture } from './support/paths'
import { expectSongs, songItems } from './support/playlist'
import { giveFiles, inputCard, makePlaylist, openStudio, sayWord } from './support/studio'
import { expect, test } from './support/test'

/** Goes on with the Tab key until the focus is where it is wanted; every stop on the way must be seen. */
async function tabTo(page: Page, isThere: (focus: { role: string; name: string }) => boolean) {
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab')
    const focus = await page.evaluate(() => {
      const element = document.activeElement
      if (element === null || element === document.body) return undefined
      const shown = element.matches('input[type="file"], input[type="radio"]') ? (element.closest('label') ?? element) : element
      const marks = [shown, ...shown.querySelectorAll('*')].map((part) => getComputedStyle(part))
      return {
        role: element.tagName.toLowerCase(),
        name: (element.getAttribute('aria-label') ?? element.textContent ?? '').trim(),
        isMarked: marks.some(({ outlineStyle, boxShadow }) => outlineStyle !== 'none' || boxShadow !== 'none'),
      }
    })
    if (focus === undefined) continue
    expect(focus.isMarked, `the focus on "${focus.name}" (${focus.role}) can be seen`).toBe(true)
    if (isThere(focus)) return
  }
  throw new Error('80 presses of Tab did not lead there.')
}

test('the keyboard alone leads from the top of the page to a playlist and into it', async ({ page }) => {
  await openStudio(page)
  await page.keyboard.press('Tab')
  await expect(page.getByRole('link', { name: 'Skip to the content' })).toBeFocused()
  await page.keyboard.press('Enter')
  await tabTo(page, ({ name }) => name === 'Calm')
  await page.keyboard.press('Space')
  await expect(page.getByRole('button', { name: 'Calm', exact: true })).toHaveAttribute('aria-pressed', 'true')
  await tabTo(page, ({ name }) => name === 'Make my playlist')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'As you are' })).toBeFocused({ timeout: 60_000 })
  await expect(songItems(page)).toHaveCount(25)
  await tabTo(page, ({ name }) => name.startsWith('Remove '))
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Undo' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(songItems(page)).toHaveCount(25)
})

test('every page and state can be used by everybody, in light and dark, and fits a phone', async ({ page, context }) => {
  await asNarrowPhone(page)
  const check = (what: string) => expectUsable(page, what)

  await openStudio(page)
  await check('the empty studio')

  await giveFiles(inputCard(page, 'Wearable export'), fixture('recordings/empatica-e4.zip'))
  await giveFiles(inputCard(page, 'Photo'), fixture('no-face.jpg'))
  await giveFiles(inputCard(page, 'Motion recording'), fixture('recordings/bad/truncated.zip'))
  await expect(inputCard(page, 'Wearable export').getByRole('img', { name: /^Stress from/ })).toBeVisible()
  await expect(inputCard(page, 'Photo').getByRole('alert')).toBeVisible()
  await expect(inputCard(page, 'Motion recording').getByRole('alert')).toBeVisible()
  await sayWord(page, 'Focused')
  await expectSongs(page, await makePlaylist(page))
  await check('the studio with a recording, problems and a playlist')

  await test.step('a phone is paired', async () => {
    const { link } = await openPairing(page)
    await check('the dialog with the code')
    const phone = await context.newPage()
    await asNarrowPhone(phone)
    await phone.goto(link)
    await expect(phone.getByRole('button', { name: 'Share motion' })).toBeVisible()
    await expectUsable(phone, 'the phone’s page')
    const motion = await overrideMotion(phone)
    motion.move('walking')
    await phone.getByRole('button', { name: 'Share motion' }).click()
    const paired = page.getByRole('dialog', { name: 'Your phone is paired' })
    await expect(paired).toContainText(/\d+ steps a minute/)
    await expectUsable(phone, 'the phone’s page while it shares')
    await check('the dialog of a phone that shares')
    await paired.getByRole('button', { name: 'Done' }).click()
    await check('the card of a phone that shares')
    await phone.getByRole('button', { name: 'Stop' }).click()
    await expect(inputCard(page, 'Live motion')).toContainText('The phone has stopped sharing.')
    await check('the card of a phone that has stopped')
    await motion.stop()
    await phone.goto('/pair')
    await phone.reload()
    await expect(phone.getByRole('main').getByRole('alert')).toBeVisible()
    await expectUsable(phone, 'the phone’s page without a whole link')
    await phone.close()
  })

  await page.goto('/library')
  await expect(page.getByRole('main').getByRole('listitem')).toHaveCount(1)
  await check('the library')
  await page.getByRole('main').getByRole('listitem').getByRole('link').click()
  await expect(songItems(page)).toHaveCount(25)
  await check('a playlist of the library')
  await page.goto('/models')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
  await check('the models')
})

test('the theme that is chosen by hand outlasts the page', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'light' })
  await openStudio(page)
  await page.getByRole('button', { name: 'Theme: system. Change to light' }).click()
  await page.getByRole('button', { name: 'Theme: light. Change to dark' }).click()
  await expect(page.locator('html')).toHaveClass(/\bdark\b/)
  await page.reload()
  await expect(page.locator('html')).toHaveClass(/\bdark\b/)
  await expect(page.getByRole('button', { name: 'Theme: dark. Change to system' })).toBeVisible()
})
