import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { ensureBuild } from './ensure-build.mjs'
import { runNode } from './run-command.mjs'
import { rootDir, setUp } from './set-up.mjs'
import { createStepRunner, formatSeconds } from './steps.mjs'

const formattedFiles = ['**/*.{ts,tsx,mjs,css}', '*.json', '.oxlintrc.json']

/**
 * Runs the checks and tests in order and stops at the first that fails; with names, only those (`npm test -- lint unit`). Returns the
 * exit code. The last line counts tests; a check counts as none.
 */
export async function testAttune(wantedNames) {
  const startedAtMs = performance.now()
  const runStep = createStepRunner()
  const reportDir = mkdtempSync(path.join(tmpdir(), 'attune-test-'))
  const counts = { passed: 0, failed: 0, skipped: 0 }
  const steps = listSteps(reportDir, counts)
  try {
    const unknown = wantedNames.find((name) => !steps.some((step) => step.name === name))
    if (unknown !== undefined)
      throw new Error(`There is no step '${unknown}'; expected some of: ${steps.map(({ name }) => name).join(', ')}.`)
    process.stdout.write('Attune: checks and tests\n')
    await setUp(runStep)
    for (const { name, doing, run } of steps) {
      if (wantedNames.length === 0 || wantedNames.includes(name)) await runStep(name, doing, run)
    }
  } catch (error) {
    process.stderr.write(`\n${error.message}\n\n`)
    counts.failed ||= 1
  } finally {
    rmSync(reportDir, { recursive: true, force: true })
  }
  process.stdout.write(`\nAfter ${formatSeconds(performance.now() - startedAtMs)}:\n`)
  process.stdout.write(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`)
  return counts.failed === 0 ? 0 : 1
}

function listSteps(reportDir, counts) {
  const colors = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }
  const run = (script, args, env = {}) => runNode(script, args, { cwd: rootDir, env: { NEXT_TELEMETRY_DISABLED: '1', ...colors, ...env } })
  const check =
    (outcome, ...commands) =>
    async () => {
      for (const [script, ...args] of commands) await run(script, args)
      return outcome
    }
  /** Runs tests that leave a report, and counts what it says also when they fail. */
  const runTests = async (report, readReport, runThem) => {
    let found = { passed: 0, failed: 0, skipped: 0 }
    try {
      await runThem()
    } finally {
      if (existsSync(report)) found = readReport(JSON.parse(readFileSync(report, 'utf8')))
      for (const [kind, count] of Object.entries(found)) counts[kind] += count
    }
    return `${found.passed} passed${found.skipped > 0 ? `, ${found.skipped} skipped` : ''}`
  }

  return [
    {
      name: 'format',
      doing: 'comparing with prettier',
      run: check('as prettier writes it', [
        'node_modules/prettier/bin/prettier.cjs',
        '--check',
        '--cache',
        '--log-level',
        'warn',
        ...formattedFiles,
      ]),
    },
    {
      name: 'lint',
      doing: 'linting, import zones and types included',
      run: check('nothing found', ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings']),
    },
    {
      name: 'types',
      doing: 'checking types',
      run: check(
        'right, lib/core without a DOM included',
        // Writes the types of routes and of imported styles, which the check needs.
        ['node_modules/next/dist/bin/next', 'typegen'],
        ['node_modules/typescript/bin/tsc', '--noEmit'],
        ['node_modules/typescript/bin/tsc', '--noEmit', '--project', 'lib/core'],
      ),
    },
    {
      name: 'unit',
      doing: 'running unit tests',
      run: () => {
        const report = path.join(reportDir, 'unit.json')
        const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
        const readReport = ({ numPassedTests, numFailedTests, numPendingTests, numTodoTests }) => ({
          passed: numPassedTests,
          failed: numFailedTests,
          skipped: numPendingTests + numTodoTests,
        })
        return runTests(report, readReport, () => run('node_modules/vitest/vitest.mjs', args))
      },
    },
    { name: 'site', doing: 'building', run: () => ensureBuild(rootDir) },
    {
      name: 'journeys',
      doing: 'walking through the site in a browser',
      run: async () => {
        const { ensureBrowser } = await import('./browser.mjs')
        const report = path.join(reportDir, 'journeys.json')
        const env = { CHROME_PATH: await ensureBrowser(), PLAYWRIGHT_JSON_OUTPUT_NAME: report }
        const readReport = ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped })
        return runTests(report, readReport, () => run('node_modules/@playwright/test/cli.js', ['test', '--reporter=list,json'], env))
      },
    },
  ]
}
