import { spawn, execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { printTable } from './print-table.mjs'

const port = 4871

/** Prints the seconds from `npm start` to a page that answers: on a copy of the committed files as a fresh clone has them, then again. */
export async function benchStartUp({ rootDir }) {
  const folder = mkdtempSync(path.join(tmpdir(), 'attune-start-'))
  try {
    const files = execFileSync('git', ['ls-files', '-z'], { cwd: rootDir, encoding: 'utf8' }).split('\0').filter(Boolean)
    for (const file of files) cpSync(path.join(rootDir, file), path.join(folder, file))
    const first = await secondsToReady(folder)
    const second = await secondsToReady(folder)
    printTable('Start-up, seconds', [
      ['npm start', 'seconds'],
      ['first time (install, prepare, build)', first.toFixed(1)],
      ['second time', second.toFixed(1)],
    ])
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function secondsToReady(folder) {
  return new Promise((resolve, reject) => {
    const startedAtMs = performance.now()
    const child = spawn(process.execPath, ['scripts/start.mjs', '--port', String(port)], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let seconds
    const listen = (text) => {
      output += text
      if (seconds !== undefined || !output.includes('Attune is ready')) return
      seconds = (performance.now() - startedAtMs) / 1000
      child.kill('SIGTERM')
    }
    child.stdout.setEncoding('utf8').on('data', listen)
    child.stderr.setEncoding('utf8').on('data', listen)
    child.once('exit', () => (seconds === undefined ? reject(new Error(`npm start did not get ready.\n${output}`)) : resolve(seconds)))
  })
}
