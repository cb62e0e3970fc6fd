import type { Page } from '@playwright/test'

import { inputCard } from './studio'
import { expect } from './test'

/** The screen of a phone. */
export const phoneScreen = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

/** Opens a pairing in the studio; returns its dialog, the link behind the code and the words beside it. */
export async function openPairing(page: Page) {
  await inputCard(page, 'Live motion').getByRole('button', { name: 'Pair a phone' }).click()
  const dialog = page.getByRole('dialog', { name: 'Pair a phone' })
  await expect(dialog.getByRole('img', { name: /^QR code/ })).toBeVisible()
  await expect(dialog).toContainText('Waiting for the phone.')
  const [link, words] = [await dialog.locator('code').innerText(), await dialog.locator('strong').innerText()]
  return { dialog, link, words }
}
