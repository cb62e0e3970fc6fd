import { mkdtempSync, rmSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

import { build } from 'vite'

const rootDir = path.join(import.meta.dirname, '../..')

/** Bundles a TypeScript module of the project for Node; returns the bundle's address and how to remove it. */
export async function bundleModule(fileName) {
  // Beside the project's packages, which the bundle leaves to Node.
  const folder = mkdtempSync(path.join(rootDir, 'node_modules/.attune-bench-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    await build({
      configFile: false,
      logLevel: 'error',
      publicDir: false,
      root: rootDir,
      resolve: { alias: { '@': rootDir, 'server-only': path.join(rootDir, 'scripts/test-support/server-only-stub.ts') } },
      ssr: { noExternal: ['server-only'] },
      build: {
        ssr: path.join(rootDir, fileName),
        outDir: folder,
        target: 'es2023',
        rolldownOptions: { output: { entryFileNames: 'module.mjs' }, checks: { pluginTimings: false } },
      },
    })
  } catch (error) {
    remove()
    throw error
  }
  return { url: pathToFileURL(path.join(folder, 'module.mjs')).href, remove }
}

/** Bundles a TypeScript module of the project for Node and imports it. */
export async function loadModule(fileName) {
  const { url, remove } = await bundleModule(fileName)
  try {
    return await import(url)
  } finally {
    remove()
  }
}
