import { spawn } from 'node:child_process'
import { appendFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'

import { migrate } from './migrate.mjs'

const rootDir = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')
const readyTimeoutMs = 120_000
const pollEveryMs = 100
const stopTimeoutMs = 5_000

/** Throws with a way out when nobody can listen at this host and port. */
export function checkPortIsFree(host, port) {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', (error) => reject(new Error(describePortError(error, host, port))))
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()))
  })
}

/** Returns a port of the host that nobody listens at. */
export function findFreePort(host) {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen({ host, port: 0 }, () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

function describePortError(error, host, port) {
  const other = port < 65_535 ? port + 1 : port - 1
  const wayOut = `Choose another: npm start -- --port ${other}`
  if (error.code === 'EADDRINUSE') return `Port ${port} of ${host} is in use, maybe by an Attune that is still running. ${wayOut}`
  if (error.code === 'EACCES') return `Port ${port} of ${host} may not be used by this account. ${wayOut}`
  return `Cannot listen at ${host}:${port} (${error.message}). ${wayOut}`
}

/**
 * Runs Next's server over what is built (or, with `isDevelopment`, over the sources) and returns once it answers. `onExit` is told the
 * exit code when the server ends by itself; `onOutput` gets what it prints from then on, with the stream of ours that is meant for it. The
 * `stop` that is returned takes another signal than SIGTERM.
 */
export async function startServer({
  host = '127.0.0.1',
  port,
  env = {},
  isDevelopment = false,
  onExit = () => {},
  onOutput = (text, stream) => stream.write(text),
}) {
  const next = path.join(rootDir, 'node_modules/next/dist/bin/next')
  const child = spawn(process.execPath, [next, isDevelopment ? 'dev' : 'start', '--hostname', host, '--port', String(port)], {
    cwd: rootDir,
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })

  // What Next prints while it starts is only of interest when it does not start.
  let isReady = false
  let startOutput = ''
  for (const [stream, target] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ]) {
    stream.setEncoding('utf8').on('data', (text) => (isReady ? onOutput(text, target) : (startOutput += text)))
  }

  let isStopping = false
  const ended = new Promise((resolve) => {
    child.once('error', (error) => {
      startOutput += error.message
      resolve(1)
    })
    child.once('exit', (exitCode) => resolve(exitCode ?? 1))
  })
  const stop = async (signal = 'SIGTERM') => {
    isStopping = true
    child.kill(signal)
    const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs)
    await ended
    clearTimeout(timer)
  }

  const url = `http://${host.includes(':') ? `[${host}]` : host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`
  const isUp = await Promise.race([
    ended.then(() => false),
    waitUntilItAnswers(`${url}/api/health`).then(
      () => true,
      () => stop(),
    ),
  ])
  if (isUp !== true) throw new Error(`The server did not start.\n\n${startOutput.trim()}`)
  isReady = true
  void ended.then((exitCode) => (isStopping ? undefined : onExit(exitCode)))
  return { url, stop }
}

async function waitUntilItAnswers(url) {
  const giveUpAtMs = performance.now() + readyTimeoutMs
  for (;;) {
    try {
      const response = await fetch(url)
      await response.arrayBuffer()
      return
    } catch (error) {
      if (performance.now() > giveUpAtMs) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, pollEveryMs))
  }
}

// The journeys start the built site this way, over a database of their own that begins empty.
if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, database: { type: 'string' }, fresh: { type: 'boolean' }, log: { type: 'string' } },
  })
  const databaseUrl = values.database ?? 'file:./data/attune.db'
  if (values.fresh) for (const ending of ['', '-wal', '-shm']) rmSync(`${databaseUrl.slice('file:'.length)}${ending}`, { force: true })
  await migrate({ databaseUrl, migrationsDir: path.join(rootDir, 'prisma/migrations') })
  if (values.log !== undefined) writeFileSync(values.log, '')
  const server = await startServer({
    port: Number(values.port ?? 3000),
    env: { DATABASE_URL: databaseUrl },
    onExit: process.exit,
    ...(values.log === undefined ? {} : { onOutput: (text) => appendFileSync(values.log, text) }),
  })
  process.stdout.write(`${server.url}\n`)
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void server.stop().then(() => process.exit(0)))
}
