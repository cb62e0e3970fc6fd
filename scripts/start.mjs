// npm start: from a fresh clone to a page in the browser. Everything but checkNode is imported late, so that an old Node can say that it is.
import { checkNode } from './check-node.mjs'

checkNode()

const usage = `Usage: npm start -- [--port 3000] [--host 127.0.0.1] [--dev]

  --port  where to listen (or the variable PORT)
  --host  who may connect (or the variable HOST): 127.0.0.1 is this machine only
  --dev   the development server: shows edits at once, slower
`

const { start } = await import('./start-attune.mjs')
const { parseArgs } = await import('node:util')

function readOptions() {
  const { values } = parseArgs({
    options: { port: { type: 'string' }, host: { type: 'string' }, dev: { type: 'boolean' }, help: { type: 'boolean' } },
  })
  const portText = values.port ?? process.env.PORT ?? '3000'
  const port = Number(portText)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error(`The port is '${portText}'; expected a number from 1 to 65535.`)
  return { port, host: values.host ?? process.env.HOST ?? '127.0.0.1', isDevelopment: values.dev === true, isHelp: values.help === true }
}

try {
  const options = readOptions()
  if (options.isHelp) process.stdout.write(usage)
  else await start(options)
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
