import path from 'node:path'

import { ensureBuild } from './ensure-build.mjs'
import { migrate } from './migrate.mjs'
import { checkPortIsFree, startServer } from './serve.mjs'
import { rootDir, setUp } from './set-up.mjs'
import { createStepRunner, formatSeconds } from './steps.mjs'

/** Makes ready what is missing and serves Attune until it is told to stop. */
export async function start({ host, port, isDevelopment }) {
  const startedAtMs = performance.now()
  const runStep = createStepRunner()
  process.stdout.write('Attune\n')
  // Before the long steps: nobody should wait for a build to hear that the port is taken.
  await checkPortIsFree(host, port)
  await setUp(runStep)

  const databaseUrl = process.env.DATABASE_URL ?? 'file:./data/attune.db'
  await runStep('database', 'bringing the tables up to date', async () => {
    const { appliedNames } = await migrate({ databaseUrl, migrationsDir: path.join(rootDir, 'prisma/migrations') })
    return appliedNames.length === 0 ? 'up to date' : `${appliedNames.length} migration${appliedNames.length === 1 ? '' : 's'} applied`
  })
  if (!isDevelopment) await runStep('site', 'building', () => ensureBuild(rootDir))

  let server
  await runStep('server', 'starting', async () => {
    const onExit = (exitCode) => {
      process.stderr.write(`The server ended by itself (exit code ${exitCode}).\n`)
      process.exit(exitCode === 0 ? 1 : exitCode)
    }
    server = await startServer({ host, port, isDevelopment, env: { DATABASE_URL: databaseUrl }, onExit })
    return isDevelopment ? 'development' : 'answers'
  })
  // Ctrl-C reaches the server too; waiting for it leaves no process and no half-written line behind.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => void server.stop().then(() => process.exit(0)))

  const seconds = formatSeconds(performance.now() - startedAtMs)
  process.stdout.write(`\nAttune is ready after ${seconds}:  ${server.url}\nStop it with Ctrl-C.\n`)
}
