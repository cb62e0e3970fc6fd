import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

import { fakeCameraArgs, serveInferencePage, withInferencePage } from './open-inference-page.mjs'
import { printTable } from './print-table.mjs'

const minutes = Number(process.env.ATTUNE_SOAK_MINUTES ?? 10)
const lookCount = 10
const settlingMs = 15_000
const bytesPerMegabyte = 1_000_000
const film = path.join(import.meta.dirname, '../../e2e/fixtures/webcam-smiling.mjpeg')

/** Memory that the pages of this process' browser hold, in bytes, workers included; undefined where the system does not tell (only Linux does here). */
function rendererBytes() {
  try {
    const processes = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((id) => {
        try {
          const status = readFileSync(`/proc/${id}/status`, 'utf8')
          const parentId = /^PPid:\s+(\d+)/m.exec(status)?.[1]
          const residentKb = Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0)
          return [{ id, parentId, bytes: residentKb * 1024, command: readFileSync(`/proc/${id}/cmdline`, 'utf8') }]
        } catch {
          // It ended meanwhile.
          return []
        }
      })
    const isOurs = ({ parentId, id }) => {
      if (id === String(process.pid)) return true
      const parent = processes.find((candidate) => candidate.id === parentId)
      return parent !== undefined && isOurs(parent)
    }
    const renderers = processes.filter((candidate) => candidate.command.includes('--type=renderer') && isOurs(candidate))
    return renderers.reduce((sum, { bytes }) => sum + bytes, 0)
  } catch {
    return undefined
  }
}

/** Reads a webcam for ten minutes (ATTUNE_SOAK_MINUTES for another time) and prints whether tensors or memory grow. */
export async function benchFaceSoak() {
  const { url, stop } = await serveInferencePage()
  try {
    const looks = await withInferencePage(url, fakeCameraArgs(film), async (page) => {
      await page.evaluate(() => window.attuneBench.startSoak())
      await wait(settlingMs)
      const taken = []
      for (let count = 0; count <= lookCount; count++) {
        if (count > 0) await wait((minutes * 60_000) / lookCount)
        taken.push({ ...(await page.evaluate(() => window.attuneSoak.look())), bytes: rendererBytes() })
      }
      await page.evaluate(() => window.attuneSoak.stop())
      return taken
    })
    printTable(`Soak: a webcam read for ${minutes} minutes`, [
      ['minute', 'frames', 'tensors', 'tensor MB', 'page and workers MB'],
      ...looks.map(({ frameCount, tensorCount, tensorBytes, bytes }, index) => [
        ((index * minutes) / lookCount).toFixed(1),
        frameCount,
        tensorCount,
        (tensorBytes / bytesPerMegabyte).toFixed(2),
        bytes === undefined ? 'not told' : (bytes / bytesPerMegabyte).toFixed(0),
      ]),
    ])
  } finally {
    await stop()
  }
}
