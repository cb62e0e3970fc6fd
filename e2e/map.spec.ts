import type { Page } from '@playwright/test'

import { asNarrowPhone, expectUsable } from './support/layout'
import { makePlaylist, openStudio, sayWord } from './support/studio'
import { expect, test } from './support/test'

const mapField = (page: Page) => page.getByRole('application', { name: /^Map of 56,216 songs/ })
/** What is read out of the song that is pointed at. */
const told = (page: Page) => page.getByRole('main').getByRole('status')
const pathSongs = (page: Page) => mapField(page).locator('[data-part="path-song"]')

/** How many different colours the songs' canvas shows: one where nothing was painted. */
const paintedColours = (page: Page) =>
  mapField(page)
    .locator('canvas')
    .evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) return 0
      // Read from a copy: what is read back often, the browser would keep elsewhere.
      const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d', { willReadFrequently: true })
      copy?.drawImage(canvas, 0, 0)
      const data = copy?.getImageData(0, 0, canvas.width, canvas.height).data
      return new Set(new Uint32Array(data?.buffer ?? new ArrayBuffer(0))).size
    })

/** The place of a part of the map on the screen, in CSS px. */
async function placeOf(page: Page, part: string) {
  const { x, y } = (await mapField(page).locator(`[data-part="${part}"]`).first().boundingBox()) ?? { x: Number.NaN, y: Number.NaN }
  return { x, y }
}

async function boxOf(page: Page) {
  const box = await mapField(page).boundingBox()
  if (box === null) throw new Error('The map is not on the screen.')
  return box
}

async function openMap(page: Page) {
  await page.goto('/map')
  await expect.poll(() => paintedColours(page)).toBeGreaterThan(100)
}

test('without a state the map shows the songs, tells what lies under the pointer, and invites', async ({ page, requests }) => {
  await openMap(page)
  await expect(page.getByText('You are not on the map yet.')).toBeVisible()
  await expect(mapField(page).locator('[data-part="you"]')).toHaveCount(0)

  await test.step('a song under the pointer says its title, its artist and why it lies there', async () => {
    const { x, y, width, height } = await boxOf(page)
    await page.mouse.move(x + width * 0.5, y + height * 0.5)
    await expect(told(page)).toHaveText(/^.+, .+\. .*Listeners’ tags would likely call it more pleasant than \d+ % of the songs/)
    const title = (await told(page).innerText()).split(', ')[0] ?? ''
    await expect(mapField(page)).toContainText(title)
    await page.mouse.move(x + width / 2, y - 30)
    await expect(told(page)).toBeEmpty()
  })

  await test.step('the names came in tiles, not all at once', () => {
    const asked = requests.map((request) => new URL(request.url()).pathname).filter((path) => path.startsWith('/api/map/'))
    expect(asked.filter((path) => path.endsWith('/songs'))).toHaveLength(1)
    expect(asked.filter((path) => path.includes('/tiles/')).length).toBeLessThan(5)
  })

  await test.step('the wheel zooms in until single songs have their titles, and the buttons zoom out', async () => {
    const { x, y, width, height } = await boxOf(page)
    const before = await paintedColours(page)
    await page.mouse.move(x + width * 0.5, y + height * 0.5)
    for (let notch = 0; notch < 20; notch++) await page.mouse.wheel(0, -100)
    await expect(mapField(page).locator('[class*="songTitle"]').first()).toBeAttached()
    expect(await paintedColours(page)).not.toBe(before)
    for (let press = 0; press < 6; press++) await page.getByRole('button', { name: 'Zoom out' }).click()
    await page.getByRole('button', { name: 'Whole map' }).click()
    await expect(page.getByRole('button', { name: 'Zoom out' })).toBeDisabled()
  })

  await test.step('a genre is brought forward', async () => {
    const before = await paintedColours(page)
    const rock = page.getByRole('button', { name: 'Rock and metal' })
    await rock.click()
    await expect(rock).toHaveAttribute('aria-pressed', 'true')
    await expect.poll(() => paintedColours(page)).not.toBe(before)
  })

  await page.getByRole('link', { name: 'Go to the studio' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Music, tuned to how you are' })).toBeVisible()
})

test('the way of a playlist is drawn from where one is to the goal, and no vector leaves for it', async ({ page, requests }) => {
  await openStudio(page)
  await sayWord(page, 'Sad')
  await page.getByRole('radio', { name: 'Lift', exact: true }).check({ force: true })
  const playlist = await makePlaylist(page)
  const sentCount = requests.length
  await page.getByRole('link', { name: 'See it on the map' }).click()

  await test.step('you, your goal, and numbered songs between', async () => {
    await expect(pathSongs(page)).toHaveCount(25)
    await expect(mapField(page).locator('[data-part="you"]')).toHaveText('You')
    await expect(mapField(page).locator('[data-part="goal"]')).toHaveText('Your goal: brighter')
    await expect(mapField(page).locator('[data-part="path"] polyline')).toHaveAttribute('points', /^(-?[\d.]+,-?[\d.]+ ?){27}$/)
    // Sad lies on the left, happy on the right and above it.
    const [you, goal] = [await placeOf(page, 'you'), await placeOf(page, 'goal')]
    expect(goal.x).toBeGreaterThan(you.x + 100)
    expect(goal.y).toBeLessThan(you.y - 50)
  })

  await test.step('the list tells the way song by song, and the map shows which one is meant', async () => {
    const list = page.getByRole('region', { name: 'The way, song by song' })
    await expect(list.getByRole('listitem')).toHaveCount(25)
    for (const [index, { song }] of playlist.songs.entries()) await expect(list.getByRole('listitem').nth(index)).toContainText(song.title)
    await list.getByRole('button').nth(4).focus()
    await expect(pathSongs(page).nth(4)).toHaveAttribute('data-pointed', 'true')
    await expect(told(page)).toContainText(`5. ${playlist.songs[4]?.song.title}`)
    await expect(mapField(page)).toContainText(playlist.songs[4]?.song.artists[0] ?? '')
  })

  await test.step('nothing of the state was sent for it', () => {
    for (const request of requests.slice(sentCount)) {
      expect(request.method(), request.url()).toBe('GET')
      expect(request.postData(), request.url()).toBeNull()
    }
  })

  await test.step('the state is still there in the studio', async () => {
    await page.getByRole('link', { name: 'Studio' }).click()
    await expect(page.getByRole('button', { name: 'Sad', exact: true })).toHaveAttribute('aria-pressed', 'true')
  })

  await test.step('a playlist of the library is shown by its songs alone once the state is gone', async () => {
    await page.goto(`/library/${playlist.playlistId}`)
    await page.getByRole('link', { name: 'See it on the map' }).click()
    await expect(pathSongs(page)).toHaveCount(25)
    await page.reload()
    await expect(pathSongs(page)).toHaveCount(25)
    await expect(mapField(page).locator('[data-part="you"]')).toHaveCount(0)
  })
})

test('the keyboard alone moves and zooms the map and has songs read out', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await openMap(page)
  await mapField(page).focus()
  const unit = () => mapField(page).evaluate((field) => Number(field.style.getPropertyValue('--unit-x')))
  const origin = () => mapField(page).evaluate((field) => Number(field.style.getPropertyValue('--origin-x')))
  const whole = await unit()
  await page.keyboard.press('+')
  await expect.poll(unit).toBeCloseTo(1.5 * whole, 0)
  await expect(told(page)).toHaveText(/Listeners’ tags/)
  const [before, first] = [await origin(), await told(page).innerText()]
  await page.keyboard.press('ArrowRight')
  await expect.poll(origin).toBeCloseTo(before - 90, 0)
  await expect(told(page)).not.toHaveText(first)
  await expect(told(page)).toHaveText(/Listeners’ tags/)
  await page.keyboard.press('-')
  await expect.poll(unit).toBeCloseTo(whole, 0)
  await page.keyboard.press('Escape')
  await expect(told(page)).toBeEmpty()
})

test.describe('on a phone', () => {
  test.use({ hasTouch: true })

  test('the map can be used by everybody, by touch too', async ({ page }) => {
    await asNarrowPhone(page)
    await openMap(page)
    await expectUsable(page, 'the map without a state')
    const { x, y, width, height } = await boxOf(page)
    await page.touchscreen.tap(x + width * 0.55, y + height * 0.5)
    await expect(told(page)).toHaveText(/Listeners’ tags/)
    await expectUsable(page, 'the map with a song pointed at')
  })
})

test('a map that cannot be had is said, and can be asked for again', async ({ page, consoleGuard }) => {
  consoleGuard.expect(/status of 503|Failed to load resource/)
  let isDown = true
  await page.route('**/api/map', (route) =>
    isDown
      ? route.fulfill({ status: 503, json: { error: { code: 'INDEX_UNREADABLE', message: 'The song index cannot be read: it is gone.' } } })
      : route.continue(),
  )
  await page.goto('/map')
  const problem = page.getByRole('alert').filter({ hasText: 'it is gone' })
  await expect(problem).toBeVisible()
  isDown = false
  await problem.getByRole('button', { name: 'Try again' }).click()
  await expect.poll(() => paintedColours(page)).toBeGreaterThan(100)
  await expect(problem).toHaveCount(0)
})
