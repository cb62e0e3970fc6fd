import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

import { runCommand, runNode } from './run-command.mjs'

const readPackages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages

/** Whether node_modules holds what package-lock.json says; npm writes its own record of what it installed, last of all. */
export function arePackagesInstalled(rootDir) {
  const record = path.join(rootDir, 'node_modules/.package-lock.json')
  if (!existsSync(record)) return false
  const installed = readPackages(record)
  return Object.entries(readPackages(path.join(rootDir, 'package-lock.json'))).every(([place, wanted]) => {
    if (place === '') return true
    const found = installed[place]
    // Optional packages of other systems are locked but not installed here.
    return found === undefined ? wanted.optional === true : found.version === wanted.version
  })
}

/**
 * Installs the locked packages when they are missing or others than locked. `npm install --no-save` rather than `npm ci`: it installs
 * only what changed, leaves the lock alone, and also works from a mirror that lacks the packages of other systems. Install scripts stay
 * off: none of our packages needs one, and Prisma's would download an engine that Attune does not use.
 */
export async function ensurePackages(rootDir) {
  if (arePackagesInstalled(rootDir)) return 'up to date'
  const args = ['install', '--no-save', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund']
  const npmScript = process.env.npm_execpath
  if (npmScript?.endsWith('npm-cli.js') && existsSync(npmScript)) await runNode(npmScript, args, { cwd: rootDir })
  else if (process.platform === 'win32') await runCommand('cmd', ['/c', 'npm', ...args], { cwd: rootDir })
  else await runCommand('npm', args, { cwd: rootDir })
  if (!arePackagesInstalled(rootDir)) {
    throw new Error(
      'npm installed other versions than package-lock.json names. Is it in step with package.json? npm install brings it there.',
    )
  }
  return `${Object.keys(readPackages(path.join(rootDir, 'node_modules/.package-lock.json'))).length} installed`
}
