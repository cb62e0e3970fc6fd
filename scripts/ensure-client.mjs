import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

import { hashFiles } from './hash-files.mjs'
import { runNode } from './run-command.mjs'

/** Generates Prisma's client into lib/server/generated when the schema or Prisma itself changed since the last time. */
export async function ensureClient(rootDir) {
  const stamp = path.join(rootDir, 'lib/server/generated/inputs.sha256')
  const inputs = hashFiles(rootDir, ['prisma/schema.prisma', 'prisma.config.ts', 'node_modules/prisma/package.json'])
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === inputs) return 'up to date'
  await runNode('node_modules/prisma/build/index.js', ['generate'], {
    cwd: rootDir,
    env: {
      PRISMA_SCHEMA_ENGINE_BINARY: path.join(rootDir, 'scripts/no-schema-engine.sh'),
      PRISMA_HIDE_UPDATE_MESSAGE: '1',
      CHECKPOINT_DISABLE: '1',
    },
  })
  writeFileSync(stamp, inputs)
  return 'generated'
}
