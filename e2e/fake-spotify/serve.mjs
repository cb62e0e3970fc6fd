import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

import { runnerImport } from 'vite'

// Serves the fake Spotify for an Attune at another port: node e2e/fake-spotify/serve.mjs --port 3400 --attune http://127.0.0.1:3000
// That Attune is told of it by SPOTIFY_API_URL and SPOTIFY_ACCOUNTS_URL (both http://127.0.0.1:3400), SPOTIFY_CLIENT_ID and
// SPOTIFY_CLIENT_SECRET (`journeyApp` in serve.ts).
const { values } = parseArgs({ options: { port: { type: 'string' }, attune: { type: 'string' } } })
const rootDir = fileURLToPath(new URL('../..', import.meta.url))
const { module } = await runnerImport(fileURLToPath(new URL('./serve.ts', import.meta.url)), {
  root: rootDir,
  configFile: false,
  logLevel: 'error',
  resolve: { alias: [{ find: /^@\//, replacement: rootDir }] },
})
const port = Number(values.port ?? 3400)
const attune = values.attune ?? 'http://127.0.0.1:3000'
const server = await module.serveFakeSpotify({
  port,
  app: { ...module.journeyApp, redirectUris: [`${attune}/api/auth/callback/spotify`] },
})
process.stdout.write(`http://127.0.0.1:${port}\n`)
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => server.close(() => process.exit(0)) && server.closeAllConnections())
