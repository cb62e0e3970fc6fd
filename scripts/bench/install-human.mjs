import { existsSync, mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'

import { runCommand } from '../run-command.mjs'

const version = '3.3.6'
const installTimeoutMs = 5 * 60_000

/**
 * The package @vladmandic/human, which the bench measures itself against: installed once into the cache (ATTUNE_CACHE, else ~/.cache/attune),
 * since it is no dependency of the project. Returns its folder; undefined, with a printed reason, where it cannot be had.
 */
export async function installHuman() {
  const cacheDir = path.join(process.env.ATTUNE_CACHE ?? path.join(homedir(), '.cache/attune'), `human-${version}`)
  const folder = path.join(cacheDir, 'node_modules/@vladmandic/human')
  if (existsSync(path.join(folder, 'dist/human.esm.js'))) return folder
  try {
    mkdirSync(cacheDir, { recursive: true })
    const target = [
      'install',
      '--prefix',
      cacheDir,
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      '--no-save',
      `@vladmandic/human@${version}`,
    ]
    await runCommand('npm', target, { timeoutMs: installTimeoutMs })
    return folder
  } catch (error) {
    process.stdout.write(`\nhuman ${version} could not be installed, so nothing is compared with it: ${error.message.split('\n')[0]}\n`)
    return undefined
  }
}
