import { existsSync } from 'node:fs'
import path from 'node:path'

import { chromium } from 'playwright'

import { runCommand, runNode } from './run-command.mjs'
import { rootDir } from './set-up.mjs'

const installTimeoutMs = 5 * 60_000
const isRoot = process.getuid?.() === 0

const usualPlaces = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/chromium-browser',
    '/snap/bin/chromium',
  ],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((variable) =>
    ['Google/Chrome', 'Chromium', 'Microsoft/Edge'].map((name) => {
      const program = name === 'Microsoft/Edge' ? 'msedge.exe' : 'chrome.exe'
      return path.join(process.env[variable] ?? 'C:/', name, 'Application', program)
    }),
  ),
}

/** Where a Chrome or Chromium is on this machine: the one that CHROME_PATH names, Playwright's own, or one in a usual place. */
export function findBrowser() {
  const named = process.env.CHROME_PATH
  if (named !== undefined && named !== '') {
    if (!existsSync(named))
      throw new Error(`CHROME_PATH names ${named}, where there is nothing; expected the program file of Chrome or Chromium.`)
    return named
  }
  return [chromium.executablePath(), ...(usualPlaces[process.platform] ?? [])].find((place) => existsSync(place))
}

/** Finds a browser or installs one: Debian's package where we are root (it brings its libraries along), else Playwright's own. */
export async function ensureBrowser() {
  const found = findBrowser()
  if (found !== undefined) return found
  const failures = []
  for (const install of isRoot && existsSync('/usr/bin/apt-get') ? [installFromDebian, installFromPlaywright] : [installFromPlaywright]) {
    try {
      await install()
    } catch (error) {
      failures.push(error.message)
    }
    const installed = findBrowser()
    if (installed !== undefined) return installed
  }
  throw new Error(
    `No Chrome or Chromium was found, and none could be installed. Install one, or set CHROME_PATH.\n\n${failures.join('\n\n')}`,
  )
}

async function installFromDebian() {
  const options = { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: installTimeoutMs }
  await runCommand('apt-get', ['update'], options)
  await runCommand('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], options)
}

async function installFromPlaywright() {
  await runNode('node_modules/playwright/cli.js', ['install', 'chromium'], { cwd: rootDir, timeoutMs: installTimeoutMs })
}

/** How the journeys and benchmarks start the browser: without anything that would call home; root cannot have the sandbox. */
export function browserLaunchOptions(extraArgs = []) {
  const executablePath = findBrowser()
  if (executablePath === undefined) throw new Error('No Chrome or Chromium was found. npm test installs one; or set CHROME_PATH.')
  const quietArgs = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
  return { executablePath, args: [...(isRoot ? ['--no-sandbox'] : []), ...quietArgs, ...extraArgs] }
}
