import { serveInferencePage, softwareWebgpuArgs, withInferencePage } from './open-inference-page.mjs'
import { printTable } from './print-table.mjs'

const backendNames = ['wasm', 'cpu', 'webgl', 'webgpu']

/** Prints how far the scores of the same face differ between the backends, detector and crop included, and whether one of them leaves tensors behind. */
export async function benchFaceBackends() {
  const { url, stop } = await serveInferencePage()
  try {
    const readings = await withInferencePage(url, softwareWebgpuArgs, async (page) => {
      const read = []
      for (const name of backendNames) read.push(await page.evaluate((backendName) => window.attuneBench.readOnBackend(backendName), name))
      return read
    })
    const [reference] = readings
    printTable('One drawn face on every backend (graphics in software)', [
      ['backend', 'largest difference of a score from wasm', 'tensors left behind'],
      ...readings.map((reading, index) => [
        backendNames[index],
        reading === null || reading === undefined
          ? 'not here'
          : Math.max(...reading.scores.map((score, label) => Math.abs(score - reference.scores[label]))).toFixed(5),
        reading?.leakedTensorCount ?? '',
      ]),
    ])
  } finally {
    await stop()
  }
}
