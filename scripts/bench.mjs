// npm run bench: prints the figures of the README as tables; with names, only those (`npm run bench -- playlist models`).
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import path from 'node:path'

import { ensureBuild } from './ensure-build.mjs'
import { migrate } from './migrate.mjs'
import { findFreePort, startServer } from './serve.mjs'
import { rootDir, setUp } from './set-up.mjs'
import { createStepRunner } from './steps.mjs'

const host = '127.0.0.1'

const sections = {
  models: async () => (await import('./bench/model-bytes.mjs')).benchModelBytes({ rootDir }),
  playlist: async (server) => (await import('./bench/playlist.mjs')).benchPlaylist(server),
  search: async () => (await import('./bench/search.mjs')).benchSearch({ rootDir }),
  sequence: async () => (await import('./bench/sequence.mjs')).benchSequence({ rootDir }),
  map: async () => (await import('./bench/map.mjs')).benchMap({ rootDir }),
  'first-load': async (server) => (await import('./bench/first-load.mjs')).benchFirstLoad(server),
  inference: async () => (await import('./bench/inference.mjs')).benchInference(),
  'face-crop': async () => (await import('./bench/face-crop.mjs')).benchFaceCrop({ rootDir }),
  'face-detection': async () => (await import('./bench/face-detection.mjs')).benchFaceDetection({ rootDir }),
  'face-backends': async () => (await import('./bench/face-backends.mjs')).benchFaceBackends(),
  webcam: async () => (await import('./bench/webcam.mjs')).benchWebcam(),
  'face-soak': async () => (await import('./bench/face-soak.mjs')).benchFaceSoak(),
  formats: async (server) => (await import('./bench/formats.mjs')).benchFormats(server),
  import: async (server) => (await import('./bench/import.mjs')).benchImport(server),
  'start-up': async () => (await import('./bench/start-up.mjs')).benchStartUp({ rootDir }),
}

const wantedNames = process.argv.slice(2)
const unknown = wantedNames.find((name) => !(name in sections))
if (unknown !== undefined) {
  process.stderr.write(`There is no section '${unknown}'; expected some of: ${Object.keys(sections).join(', ')}.\n`)
  process.exit(1)
}

const runStep = createStepRunner()
await setUp(runStep)
await runStep('site', 'building', () => ensureBuild(rootDir))

const folder = mkdtempSync(path.join(tmpdir(), 'attune-bench-'))
const databaseUrl = `file:${path.join(folder, 'bench.db')}`
await migrate({ databaseUrl, migrationsDir: path.join(rootDir, 'prisma/migrations') })
// The limit on requests protects a server from strangers; here it would measure itself.
const server = await startServer({
  host,
  port: await findFreePort(host),
  env: { DATABASE_URL: databaseUrl, REQUESTS_PER_MINUTE: '1000000' },
})
try {
  process.stdout.write(`\n${cpus().length} x ${cpus()[0]?.model.trim() ?? 'unknown processor'}, Node ${process.versions.node}\n`)
  for (const [name, run] of Object.entries(sections)) if (wantedNames.length === 0 || wantedNames.includes(name)) await run(server)
} finally {
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
}
