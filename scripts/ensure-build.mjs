import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { hashFiles } from './hash-files.mjs'
import { runNode } from './run-command.mjs'

/** What a build is made from; of the models only the manifests, which pages may read while they are built: weights are just served. */
const sources = [
  'app',
  'components',
  'lib',
  'public/models',
  'docs/model-cards',
  'training/contracts',
  'instrumentation.ts',
  'next.config.ts',
  'proxy.ts',
  'instrumentation.ts',
  'tsconfig.json',
  'package-lock.json',
]
const isSource = (file) => (file.startsWith('public/') ? file.endsWith('/manifest.json') : !/\.test\.tsx?$/.test(file))

/** Builds the production site when its sources changed since the last complete build. */
export async function ensureBuild(rootDir) {
  const stamp = path.join(rootDir, '.next/inputs.sha256')
  const inputs = `${hashFiles(rootDir, sources, isSource)} node ${process.versions.node}`
  const isComplete = existsSync(path.join(rootDir, '.next/BUILD_ID'))
  if (isComplete && existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return 'up to date'
  rmSync(stamp, { force: true })
  await runNode('node_modules/next/dist/bin/next', ['build'], {
    cwd: rootDir,
    env: { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' },
  })
  writeFileSync(stamp, inputs)
  return 'built'
}
