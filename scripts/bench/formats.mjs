import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { chromium } from 'playwright'

import { browserLaunchOptions } from '../browser.mjs'
import { makeE4Session } from '../samples/empatica-e4-session.mjs'
import { writeAppleHealth } from '../samples/large-exports.mjs'
import { zipTexts } from '../samples/zip-texts.mjs'
import { printTable } from './print-table.mjs'

const gigabyte = 1e9
const megabyte = 1e6
/** ATTUNE_BENCH_GB makes it smaller, for a look. */
const appleBytes = Number(process.env.ATTUNE_BENCH_GB ?? 3) * gigabyte
const e4Hours = 6
const longestWaitMs = 300_000
const heapPollMs = 250

/**
 * Prints how long the studio takes from a drop to the finished plot, over a 3 GB Apple Health export (as XML and zipped) and six hours of an E4, in
 * Chromium; how large the heaps of page and workers get; and how long the page ever fails to answer.
 */
export async function benchFormats({ url }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'attune-bench-exports-'))
  try {
    const rows = [
      [
        'export',
        'drop to plot, s',
        'with movement, s',
        'largest heap, MB',
        'longest task of the page, ms',
        'longest wait for the page, ms',
      ],
    ]
    const e4 = path.join(folder, 'e4.zip')
    writeFileSync(e4, zipTexts(makeE4Session({ course: { durationSec: e4Hours * 3600, stressStartSec: 7200, stressEndSec: 9000 } })))
    rows.push(await timeDrop(url, `E4, ${e4Hours} hours`, e4))
    const xmlPath = path.join(folder, 'export.xml')
    const zipPath = path.join(folder, 'export.zip')
    const { unpackedBytes, packedBytes, heartRateCount } = await writeAppleHealth({ xmlPath, zipPath, sizeBytes: appleBytes })
    const count = `${(heartRateCount / 1e6).toFixed(1)} million heart rates`
    rows.push(await timeDrop(url, `export.xml, ${(unpackedBytes / gigabyte).toFixed(1)} GB, ${count}`, xmlPath))
    rmSync(xmlPath)
    rows.push(await timeDrop(url, `export.zip of it, ${Math.round(packedBytes / megabyte)} MB`, zipPath))
    printTable('From a drop to the finished plot in Chromium, models loaded before', rows)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function timeDrop(url, name, file) {
  const browser = await chromium.launch(browserLaunchOptions())
  try {
    const page = await browser.newPage()
    await page.goto(url)
    // The first reading loads the models and measures the backends; that is not what is timed here.
    await page.getByRole('button', { name: /try with sample data/i }).click()
    const card = page.getByRole('region', { name: 'Wearable export', exact: true })
    const plot = card.getByRole('img', { name: /^Stress from/ })
    await plot.waitFor({ timeout: longestWaitMs })
    const motion = page.getByRole('region', { name: 'Motion recording', exact: true })
    await motion.getByRole('img', { name: /^Activity from/ }).waitFor({ timeout: longestWaitMs })
    await movementRead(page)
    await card.getByRole('button', { name: 'Remove the wearable export' }).click()
    // Told by their attributes from here on: to compute the roles of a whole page again and again takes time from the page that is timed.
    const drawn = page.locator('[role="img"][aria-label^="Stress from"]')
    const refused = page.locator('[role="alert"][data-code]')
    await page.evaluate(watchPage)
    const heap = await watchHeaps(browser)
    const startedAt = performance.now()
    await card.locator('input[type="file"]:not([webkitdirectory])').setInputFiles(file)
    await Promise.race([drawn.waitFor({ timeout: longestWaitMs }), failWhen(refused)])
    await allLanesDrawn(drawn)
    const secondsSince = () => ((performance.now() - startedAt) / 1000).toFixed(1)
    const plotSeconds = secondsSince()
    await movementRead(page)
    await allLanesDrawn(drawn)
    const wholeSeconds = secondsSince()
    const largestHeapBytes = await heap.stop()
    const { longestTaskMs, longestWaitMs: pageWaitMs } = await page.evaluate(() => window.attuneWatch)
    return [name, plotSeconds, wholeSeconds, Math.round(largestHeapBytes / megabyte), Math.round(longestTaskMs), Math.round(pageWaitMs)]
  } finally {
    await browser.close()
  }
}

/** Waits until each lane of a plot has been drawn: they are, one after another. */
const allLanesDrawn = (plot) =>
  plot.locator(':scope > div:not(:has(canvas))').first().waitFor({ state: 'detached', timeout: longestWaitMs })

/** Waits until the movement has joined the timelines. */
const movementRead = (page) =>
  page.locator('p[role="status"]', { hasText: 'The movement is being read' }).first().waitFor({ state: 'detached', timeout: longestWaitMs })

async function failWhen(alert) {
  await alert.first().waitFor({ timeout: longestWaitMs })
  throw new Error(`The file was refused: ${await alert.first().innerText()}`)
}

/** Runs in the page: its long tasks, and how late a timer of 10 ms comes. */
function watchPage() {
  const watch = { longestTaskMs: 0, longestWaitMs: 0 }
  window.attuneWatch = watch
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) watch.longestTaskMs = Math.max(watch.longestTaskMs, duration)
  }).observe({ entryTypes: ['longtask'] })
  let lastMs = performance.now()
  setInterval(() => {
    watch.longestWaitMs = Math.max(watch.longestWaitMs, performance.now() - lastMs - 10)
    lastMs = performance.now()
  }, 10)
}

/** The largest sum of what the page and its workers hold, array buffers included, as DevTools tells it. */
async function watchHeaps(browser) {
  const session = await browser.newBrowserCDPSession()
  const sessions = new Map()
  const answers = new Map()
  let lastId = 0
  let largestBytes = 0
  session.on('Target.receivedMessageFromTarget', ({ message }) => {
    const { id, result } = JSON.parse(message)
    answers.get(id)?.(result)
    answers.delete(id)
  })
  const attach = async () => {
    const { targetInfos } = await session.send('Target.getTargets', { filter: [{}] })
    for (const { targetId, type } of targetInfos) {
      if ((type !== 'page' && type !== 'worker') || sessions.has(targetId)) continue
      sessions.set(targetId, (await session.send('Target.attachToTarget', { targetId, flatten: false })).sessionId)
    }
  }
  const ask = (sessionId) =>
    new Promise((resolve) => {
      lastId += 1
      answers.set(lastId, resolve)
      const message = JSON.stringify({ id: lastId, method: 'Runtime.getHeapUsage' })
      session.send('Target.sendMessageToTarget', { sessionId, message }).catch(() => resolve(undefined))
      setTimeout(() => resolve(undefined), 4 * heapPollMs)
    })
  const poll = async () => {
    await attach()
    const usages = await Promise.all([...sessions.values()].map(ask))
    const bytes = usages.reduce((sum, usage) => sum + (usage?.usedSize ?? 0) + (usage?.backingStorageSize ?? 0), 0)
    largestBytes = Math.max(largestBytes, bytes)
  }
  let isWatching = true
  const watching = (async () => {
    while (isWatching) {
      await poll().catch(() => undefined)
      await new Promise((resolve) => setTimeout(resolve, heapPollMs))
    }
  })()
  return {
    stop: async () => {
      isWatching = false
      await watching
      return largestBytes
    },
  }
}
