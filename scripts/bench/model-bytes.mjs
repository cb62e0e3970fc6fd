import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

import { printTable } from './print-table.mjs'

const shippedFiles = ['model.json', 'weights.bin', 'song-index.bin']
/** Who reads what the browser does not. */
const users = { 'song-index': 'server', 'song-tower': 'browser, for an import' }
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(0)} kB`

/** Prints what each model weighs, as served and as it crosses the network when compressed. */
export function benchModelBytes({ rootDir }) {
  const modelsDir = path.join(rootDir, 'public/models')
  const rows = readdirSync(modelsDir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => {
      const files = shippedFiles.map((file) => path.join(modelsDir, name, file)).filter((file) => existsSync(file))
      const contents = files.map((file) => readFileSync(file))
      const bytes = contents.reduce((sum, content) => sum + content.length, 0)
      const zippedBytes = contents.reduce((sum, content) => sum + gzipSync(content).length, 0)
      return [name, kilobytes(bytes), kilobytes(zippedBytes), users[name.replace(/-v\d+$/, '')] ?? 'browser']
    })
  printTable('Model bytes', [['model', 'as served', 'gzipped', 'used by'], ...rows])
}
