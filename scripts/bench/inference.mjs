import { humanPage } from './human-page.mjs'
import { installHuman } from './install-human.mjs'
import { serveInferencePage, softwareWebgpuArgs, tfjsVendorPath, withInferencePage } from './open-inference-page.mjs'
import { printTable } from './print-table.mjs'
import { quantile } from './quantile.mjs'

const backendNames = ['webgpu', 'webgl', 'wasm', 'cpu']
const humanRunCount = 50

const timeModels = (page, backendName) => page.evaluate((name) => window.attuneBench.timeModels(name), backendName)

/**
 * Prints milliseconds an inference for each model and backend in the browser, upload and read-back included; beside them, in the same run,
 * the expression net of @vladmandic/human on wasm.
 */
export async function benchInference() {
  const humanFolder = await installHuman()
  const { url, stop } = await serveInferencePage({
    pages: { '/human.html': humanPage },
    folders: humanFolder === undefined ? {} : { '/human/': humanFolder },
  })
  try {
    const columns = await withInferencePage(url, [], async (page) => {
      const measured = []
      for (const backendName of backendNames) measured.push(await timeModels(page, backendName))
      return measured
    })
    const isWebgpuThere = columns[0].some(({ medianMs }) => medianMs !== undefined)
    if (!isWebgpuThere) columns[0] = await withInferencePage(url, softwareWebgpuArgs, (page) => timeModels(page, 'webgpu'))
    const humanMs =
      humanFolder === undefined
        ? undefined
        : await withInferencePage(`${url}human.html`, [], (page) =>
            page.evaluate(([wasmPath, runCount]) => window.attuneBench.timeHuman(wasmPath, runCount), [tfjsVendorPath(), humanRunCount]),
          )
    const nameOf = ([timing]) => `${timing.backendName}${timing.isSoftware ? ' (software)' : ''}`
    const cell = ({ medianMs }) => (medianMs === undefined ? 'not here' : medianMs.toFixed(1))
    const wasmTimings = columns[backendNames.indexOf('wasm')]
    const ofHuman = ({ medianMs }) =>
      medianMs === undefined || humanMs === undefined ? '' : (medianMs / quantile(humanMs, 0.5)).toFixed(2)
    printTable('Milliseconds an inference in the browser (median, a batch of one, upload and read-back included)', [
      ['model', ...columns.map(nameOf), "wasm, of human's"],
      ...columns[0].map(({ modelId }, row) => [modelId, ...columns.map((timings) => cell(timings[row])), ofHuman(wasmTimings[row])]),
      ...(humanMs === undefined
        ? []
        : [["human's expression net", ...backendNames.map((name) => (name === 'wasm' ? quantile(humanMs, 0.5).toFixed(1) : '')), '1']]),
    ])
  } finally {
    await stop()
  }
}
