// node scripts/build-scan-kernel.mjs: compiles the search's inner loops and writes them into lib/server/songs/scan-kernel.ts. A test fails
// where the two do not agree.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '../lib/server/songs')

const options = ['--runtime', 'stub', '-O3', '--noAssert', '--enable', 'simd', '--enable', 'threads']
// The memory comes from outside and is shared; 65,536 pages are all that WebAssembly can address.
const memoryOptions = ['--importMemory', '--sharedMemory', '--initialMemory', '1', '--maximumMemory', '65536']

/** Returns the TypeScript module that holds the compiled kernel. */
export async function buildScanKernel() {
  const { default: asc } = await import('assemblyscript/asc')
  const source = readFileSync(path.join(folder, 'scan-kernel.as'), 'utf8')
  let binary
  const { error } = await asc.main(['kernel.ts', '--outFile', 'kernel.wasm', ...options, ...memoryOptions], {
    readFile: (name) => (name === 'kernel.ts' ? source : null),
    writeFile: (name, contents) => {
      if (name === 'kernel.wasm') binary = contents
    },
    listFiles: () => [],
  })
  if (error) throw new Error(`scan-kernel.as does not compile: ${error.message}`, { cause: error })
  return [
    '/** scan-kernel.as as WebAssembly, in base64; written by scripts/build-scan-kernel.mjs. */',
    `export const scanKernel =`,
    `  '${Buffer.from(binary).toString('base64')}'`,
    '',
  ].join('\n')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(path.join(folder, 'scan-kernel.ts'), await buildScanKernel())
