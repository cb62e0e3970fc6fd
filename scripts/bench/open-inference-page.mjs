import { createReadStream, existsSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'

import { chromium } from 'playwright'
import { build } from 'vite'

import { browserLaunchOptions } from '../browser.mjs'

const rootDir = path.join(import.meta.dirname, '../..')
const contentTypes = { '.html': 'text/html', '.js': 'text/javascript', '.json': 'application/json', '.wasm': 'application/wasm' }

/**
 * Builds the bench's page with the app's inference and serves it beside public/. pages and folders add to it, by
 * path: the text of a page, the folder of files. Returns its address and how to end it.
 */
export async function serveInferencePage({ pages = {}, folders = {} } = {}) {
  const folder = mkdtempSync(path.join(tmpdir(), 'attune-bench-page-'))
  await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    root: rootDir,
    resolve: { alias: { '@': rootDir } },
    // As in the app, where Next.js starts workers as classic scripts.
    worker: { format: 'iife' },
    build: {
      outDir: folder,
      target: 'es2023',
      rolldownOptions: {
        input: path.join(import.meta.dirname, 'inference-page.ts'),
        output: { entryFileNames: 'page.js' },
        checks: { pluginTimings: false },
      },
    },
  })
  writeFileSync(path.join(folder, 'index.html'), '<!doctype html><title>Bench</title><script type="module" src="/page.js"></script>')

  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost')
    if (pathname in pages) {
      response.writeHead(200, { 'content-type': 'text/html' }).end(pages[pathname])
      return
    }
    const extraFiles = Object.entries(folders).flatMap(([prefix, parent]) =>
      pathname.startsWith(prefix) ? [path.join(parent, pathname.slice(prefix.length))] : [],
    )
    const ownFiles = [folder, path.join(rootDir, 'public')].map((parent) => path.join(parent, pathname === '/' ? 'index.html' : pathname))
    const files = [...extraFiles, ...ownFiles]
    const file = files.find((candidate) => existsSync(candidate) && statSync(candidate).isFile())
    if (file === undefined) {
      response.writeHead(404).end()
      return
    }
    response.writeHead(200, { 'content-type': contentTypes[path.extname(file)] ?? 'application/octet-stream' })
    createReadStream(file).pipe(response)
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = async () => {
    await new Promise((resolve) => server.close(resolve))
    rmSync(folder, { recursive: true, force: true })
  }
  return { url: `http://127.0.0.1:${server.address().port}/`, stop }
}

/** The path under which the served page has TF.js's WebAssembly, as other software on TF.js wants it. */
export const tfjsVendorPath = () => `/vendor/${readdirSync(path.join(rootDir, 'public/vendor')).find((name) => name.startsWith('tfjs-'))}/`

/** A browser's arguments for a webcam that plays a film (motion JPEG) at 30 frames a second and is allowed to every page. */
export const fakeCameraArgs = (film) => [
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  `--use-file-for-fake-video-capture=${film}`,
]

/** Gives a machine without a graphics card a WebGPU of software, so that the backend can at least be seen to run. */
export const softwareWebgpuArgs = [
  '--enable-unsafe-webgpu',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
]

/** Opens a page of the bench in a browser started with extra arguments, gives it to `work`, and closes the browser. */
export async function withInferencePage(url, extraArgs, work) {
  const browser = await chromium.launch(browserLaunchOptions(extraArgs))
  try {
    const page = await browser.newPage()
    await page.goto(url)
    await page.waitForFunction(() => 'attuneBench' in window)
    return await work(page)
  } finally {
    await browser.close()
  }
}
