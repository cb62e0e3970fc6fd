import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { chromium } from 'playwright'

import { browserLaunchOptions } from '../browser.mjs'
import { makeLargeExportify } from '../samples/large-song-export.mjs'
import { printTable } from './print-table.mjs'

const songCounts = [1_000, 10_000, 50_000]
const longestWaitMs = 600_000

/**
 * Prints how long an import of music takes in Chromium, from the choice of the file until the server keeps it, with the tower loaded anew; and
 * how long the page's longest task is meanwhile.
 */
export async function benchImport({ url }) {
  const rows = [['songs with features', 'whole, s', 'longest task of the page, ms', 'tasks above 50 ms']]
  const folder = mkdtempSync(path.join(tmpdir(), 'attune-bench-import-'))
  try {
    for (const songCount of songCounts) {
      // A file on the disk: bytes that Playwright hands over itself are decoded by the page, in one long task.
      const file = path.join(folder, `${songCount}.csv`)
      writeFileSync(file, makeLargeExportify(songCount))
      rows.push(await timeImport(url, songCount, file))
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  printTable('Import of an Exportify file, none of whose songs the catalogue has', rows)
}

async function timeImport(url, songCount, file) {
  const browser = await chromium.launch(browserLaunchOptions())
  try {
    const page = await browser.newPage()
    await page.goto(`${url}/library`)
    const card = page.getByRole('region', { name: 'Your own music' })
    await card.getByRole('button', { name: 'Import your music' }).click()
    await page.evaluate(() => {
      window.longTasksMs = []
      new PerformanceObserver((list) => window.longTasksMs.push(...list.getEntries().map(({ duration }) => duration))).observe({
        type: 'longtask',
      })
    })
    const startedAtMs = performance.now()
    await card.locator('input[type="file"]').setInputFiles(file)
    await card.getByText(`${songCount.toLocaleString('en')} songs of yours are known here`).waitFor({ timeout: longestWaitMs })
    const wholeSec = (performance.now() - startedAtMs) / 1000
    const longTasksMs = await page.evaluate(() => window.longTasksMs)
    return [songCount.toLocaleString('en'), wholeSec.toFixed(1), Math.max(0, ...longTasksMs), longTasksMs.length]
  } finally {
    await browser.close()
  }
}
