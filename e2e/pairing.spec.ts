import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import type { BrowserContext, Page, Request } from '@playwright/test'

import { browserThatKnows } from './support/browsers'
import { startHttpsProxy } from './support/https-proxy'
import { overrideMotion } from './support/motion'
import { ownServerPort, startOwnServer } from './support/own-server'
import { openPairing, phoneScreen } from './support/pairing'
import { inputCard, openStudio, statePanel } from './support/studio'
import { expect, test } from './support/test'

/** A name that leads to this machine and, unlike 127.0.0.1, is no secure context over plain HTTP. */
const hostName = 'attune.test'

// Nobody but the journey knows the name, and nobody signed its certificate.
test.use({ launchOptions: browserThatKnows(hostName), ignoreHTTPSErrors: true })

const soon = { timeout: 60_000 }

/** What a page says went wrong; Next has an alert of its own, outside. */
const problemOf = (page: Page) => page.getByRole('main').getByRole('alert')

test('a phone that scans the studio’s code shares what its motion looks like, sealed, until it stops', async ({
  page,
  browser,
  consoleGuard,
}) => {
  // A connection that is cut on purpose.
  consoleGuard.expect(/net::ERR_/)
  const phoneRequests: Request[] = []
  const openPhone = async () => {
    const context: BrowserContext = await browser.newContext({ ...phoneScreen, ignoreHTTPSErrors: true })
    context.on('request', (request) => phoneRequests.push(request))
    return context.newPage()
  }
  await openStudio(page)
  const card = inputCard(page, 'Live motion')
  const { link, words } = await openPairing(page)
  const dialog = page.getByRole('dialog', { name: 'Your phone is paired' })

  const phone = await openPhone()
  const motion = await overrideMotion(phone)
  motion.move('walking', 112)

  await test.step('both screens say the same words', async () => {
    await phone.goto(link)
    await expect(phone.getByText(words)).toBeVisible()
    await expect(dialog).toContainText('The phone is there and shares no motion yet.')
  })
  await test.step('the phone reads, and the studio shows it live', async () => {
    await phone.getByRole('button', { name: 'Share motion' }).click()
    await expect(phone.getByText(/^\d+ steps a minute$/)).toBeVisible(soon)
    await expect(phone.getByText('Your studio receives it.')).toBeVisible()
    await expect(dialog).toContainText(/\d+ steps a minute/, soon)
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect(card).toContainText('The phone shares what its motion looks like.')
    await expect(statePanel(page)).toContainText(/looks like walking/i, soon)
    await expect
      .poll(async () => Math.abs(Number.parseInt((await card.getByText(/^\d+ steps a minute$/).allInnerTexts()).join(), 10) - 112), soon)
      .toBeLessThanOrEqual(3)
  })
  await test.step('a second phone is told that there is one', async () => {
    const second = await openPhone()
    await second.goto(link)
    await expect(problemOf(second)).toContainText('Another phone or window is paired with this studio.')
    await second.context().close()
  })
  await test.step('a phone without a connection says so, the studio hears its silence, and both go on afterwards', async () => {
    await phone.context().setOffline(true)
    await expect(phone.getByText('No connection.')).toBeVisible()
    await expect(card).toContainText('Nothing has come from the phone for a while.', soon)
    await expect(statePanel(page)).toContainText('No motion read')
    await phone.context().setOffline(false)
    await expect(phone.getByText('Your studio receives it.')).toBeVisible()
    await expect(card).toContainText('The phone shares what its motion looks like.')
  })
  await test.step('stopped on the phone, it ends here too, and can go on', async () => {
    await phone.getByRole('button', { name: 'Stop' }).click()
    await expect(phone.getByText('Nothing is shared any more.')).toBeVisible()
    await expect(card).toContainText('The phone has stopped sharing.')
    await expect(statePanel(page)).toContainText('No motion read')
    await phone.getByRole('button', { name: 'Share again' }).click()
    await expect(card).toContainText('The phone shares what its motion looks like.', soon)
  })
  await test.step('a phone whose page is closed is gone, and another may come at once', async () => {
    await motion.stop()
    await phone.close({ runBeforeUnload: false })
    await expect(card).toContainText('The phone has stopped sharing.')
    const other = await openPhone()
    await other.goto(link)
    await expect(other.getByText(words)).toBeVisible()
    await expect(card).toContainText('The phone is there and shares no motion yet.')
    await test.step('unpaired, the phone is told that it is over', async () => {
      await card.getByRole('button', { name: 'Unpair', exact: true }).click()
      await expect(card.getByRole('button', { name: 'Pair a phone' })).toBeVisible()
      await expect(problemOf(other)).toContainText('This pairing has ended')
    })
    await other.context().close()
  })

  await test.step('the phone loads one model and no more of TF.js than runs it', () => {
    const paths = phoneRequests.map((request) => new URL(request.url()).pathname)
    const models = new Set(paths.flatMap((path) => /^\/models\/([^/]+)\//.exec(path)?.[1] ?? []))
    expect([...models]).toEqual([expect.stringMatching(/^activity-v\d+$/)])
  })
})

test('a studio that is closed ends the pairing for its phone', async ({ page, browser }) => {
  await openStudio(page)
  const { link, words } = await openPairing(page)
  const context = await browser.newContext({ ...phoneScreen, ignoreHTTPSErrors: true })
  const phone = await context.newPage()
  await phone.goto(link)
  await expect(phone.getByText(words)).toBeVisible()
  await page.close()
  await expect(problemOf(phone)).toContainText('This pairing has ended')
  await context.close()
})

test('a link that is not whole, or of a pairing that has ended, says what to do', async ({ page, consoleGuard }) => {
  consoleGuard.expect(/status of 410/)
  await page.goto('/pair')
  await expect(problemOf(page)).toContainText('This page needs the whole link of a pairing.')
  await expect(page.getByRole('button', { name: 'Share motion' })).toHaveCount(0)
  await page.goto(`/pair#${'A'.repeat(22)}.${'B'.repeat(43)}`)
  await expect(problemOf(page)).toContainText('This pairing has ended, or was never opened here.')
})

test('a phone without sensors, and one whose owner refuses, say so and can try again', async ({ page, browser }) => {
  await openStudio(page)
  const { link } = await openPairing(page)
  const context = await browser.newContext({ ...phoneScreen, ignoreHTTPSErrors: true })
  const phone = await context.newPage()
  await phone.goto(link)
  await phone.getByRole('button', { name: 'Share motion' }).click()
  await expect(problemOf(phone)).toContainText('No motion sensor answered on this device.')
  await phone.evaluate(() => {
    Object.assign(DeviceMotionEvent, { requestPermission: async () => 'denied' })
  })
  await phone.getByRole('button', { name: 'Share motion' }).click()
  await expect(problemOf(phone)).toContainText('Motion was not allowed for this page.')
  await context.close()
})

test('at an address that is not safe, studio and phone say that pairing needs https', async ({ page, baseURL, consoleGuard }) => {
  consoleGuard.expect(/^The Cross-Origin-Opener-Policy header has been ignored/)
  const { port } = new URL(baseURL ?? '')
  await page.goto(`http://${hostName}:${port}/`)
  const card = inputCard(page, 'Live motion')
  await card.getByRole('button', { name: 'Pair a phone' }).click()
  const dialog = page.getByRole('dialog', { name: 'Pair a phone' })
  await expect(dialog.getByRole('alert')).toContainText('Open Attune by an address that begins with https://')
  await page.goto(`http://${hostName}:${port}/pair#${'A'.repeat(22)}.${'B'.repeat(43)}`)
  await expect(problemOf(page)).toContainText('Open Attune by an address that begins with https://')
})

test('behind a proxy that ends HTTPS the code holds the https address, wherever the studio is open', async ({ page, browser }) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'attune-pairing-'))
  const proxy = await startHttpsProxy(hostName, ownServerPort)
  const server = await startOwnServer(folder, { NEXTAUTH_URL: proxy.url, TRUST_PROXY: '1' })
  try {
    await test.step('opened at 127.0.0.1', async () => {
      await page.goto(server.url)
      const { link, dialog } = await openPairing(page)
      expect(new URL(link).origin).toBe(proxy.url)
      await expect(dialog).not.toContainText('leads to this computer alone')
    })
    await test.step('opened at the https address, to which the phone comes', async () => {
      await page.goto(proxy.url)
      const { link, words } = await openPairing(page)
      expect(new URL(link).origin).toBe(proxy.url)
      const context = await browser.newContext({ ...phoneScreen, ignoreHTTPSErrors: true })
      const phone = await context.newPage()
      await phone.goto(link)
      await expect(phone.getByText(words)).toBeVisible()
      await expect(page.getByRole('dialog', { name: 'Your phone is paired' })).toContainText('The phone is there and shares no motion yet.')
      await context.close()
      // A studio that is still open would miss the server that goes now.
      await page.goto('about:blank')
    })
  } finally {
    await proxy.stop()
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
})
