import path from 'node:path'
import { fileURLToPath } from 'node:url'

import { ensureClient } from './ensure-client.mjs'
import { ensurePackages } from './ensure-packages.mjs'

/** The folder of the project. */
export const rootDir = path.join(path.dirname(fileURLToPath(import.meta.url)), '..')

/** What both `npm start` and `npm test` need before anything else: packages, the browser's assets, Prisma's client. */
export async function setUp(runStep) {
  await runStep('packages', 'installing from the npm registry', () => ensurePackages(rootDir))
  await runStep('assets', 'preparing WebAssembly and the face detector', async () => {
    const { prepareAssets } = await import('./prepare-assets.mjs')
    const { writtenCount } = await prepareAssets({ rootDir })
    return writtenCount === 0 ? 'up to date' : `${writtenCount} files written`
  })
  await runStep('client', "generating the database's client", () => ensureClient(rootDir))
}
