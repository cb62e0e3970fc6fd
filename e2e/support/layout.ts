import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

import { expect, test } from './test'

/** What axe finds against WCAG 2.2 AA, of the graver kinds, in words. */
async function findBarriers(page: Page) {
  // What has scrolled half under the sticky header or the sticky bar below is no small target, though axe would call it one.
  await page.addStyleTag({ content: 'body header, body [data-sticky] { position: static !important }' })
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target.join(' ')})`))
}

const looks = ['light', 'dark'] as const

/** How bright the page's ground is, 0 to 255. */
const groundLevel = (page: Page) => page.evaluate(() => Number(/\d+/.exec(getComputedStyle(document.body).backgroundColor)?.[0]))

/**
 * Expects of a page as it stands, which `what` names, that nothing of it is wider than the screen and nobody is shut out, in light
 * and in dark.
 */
export const expectUsable = (page: Page, what: string) =>
  test.step(what, async () => {
    const { contentPx, screenPx } = await page.evaluate(() => ({ contentPx: document.documentElement.scrollWidth, screenPx: innerWidth }))
    expect(contentPx, 'the page is no wider than the screen').toBeLessThanOrEqual(screenPx)
    for (const look of looks) {
      await page.emulateMedia({ colorScheme: look })
      await expect.poll(async () => ((await groundLevel(page)) < 128 ? 'dark' : 'light')).toBe(look)
      // However short their transitions, colours that are inherited pass on from frame to frame: a first look may be too early.
      await expect.poll(() => findBarriers(page), { message: `in ${look}`, timeout: 10_000 }).toEqual([])
    }
  })

/** A narrow phone, without what moves. */
export async function asNarrowPhone(page: Page) {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 360, height: 740 })
}
