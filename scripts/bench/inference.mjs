import { serveInferencePage, softwareWebgpuArgs, withInferencePage } from './open-inference-page.mjs'
import { printTable } from './print-table.mjs'

const backendNames = ['webgpu', 'webgl', 'wasm', 'cpu']

const timeModels = (page, backendName) => page.evaluate((name) => window.attuneBench.timeModels(name), backendName)

/** Prints milliseconds an inference for each model and backend in the browser, upload and read-back included. */
export async function benchInference() {
  const { url, stop } = await serveInferencePage()
  try {
    const columns = await withInferencePage(url, [], async (page) => {
      const measured = []
      for (const backendName of backendNames) measured.push(await timeModels(page, backendName))
      return measured
    })
    const isWebgpuThere = columns[0].some(({ medianMs }) => medianMs !== undefined)
    if (!isWebgpuThere) columns[0] = await withInferencePage(url, softwareWebgpuArgs, (page) => timeModels(page, 'webgpu'))
    const nameOf = ([timing]) => `${timing.backendName}${timing.isSoftware ? ' (software)' : ''}`
    const cell = ({ medianMs }) => (medianMs === undefined ? 'not here' : medianMs.toFixed(1))
    printTable('Milliseconds an inference in the browser (median, a batch of one, upload and read-back included)', [
      ['model', ...columns.map(nameOf)],
      ...columns[0].map(({ modelId }, row) => [modelId, ...columns.map((timings) => cell(timings[row]))]),
    ])
  } finally {
    await stop()
  }
}
