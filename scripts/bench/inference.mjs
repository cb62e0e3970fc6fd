import { humanPage } from './human-page.mjs'
import { installHuman } from './install-human.mjs'
import { serveInferencePage, softwareWebgpuArgs, tfjsVendorPath, withInferencePage } from './open-inference-page.mjs'
import { printTable } from './print-table.mjs'
import { quantile } from './quantile.mjs'

const humanRunCount = 50
const roundCount = 5

/** The least of some numbers; undefined where there are none. */
const least = (numbers) => (numbers.length === 0 ? undefined : Math.min(...numbers))

const timeModels = (page, backendName) => page.evaluate((name) => window.attuneBench.timeModels(name), backendName)

/**
 * Prints milliseconds an inference for each model and backend in the browser, upload and read-back included; beside them, in turn
 * with our own, the expression net of @vladmandic/human on wasm. Of the rounds of either the fastest counts: what else the machine does
 * only ever slows them.
 */
export async function benchInference() {
  const humanFolder = await installHuman()
  const { url, stop } = await serveInferencePage({
    pages: { '/human.html': humanPage },
    folders: humanFolder === undefined ? {} : { '/human/': humanFolder },
  })
  try {
    const timeHere = (backendName, extraArgs = []) =>
      withInferencePage(url, extraArgs, async (page) => {
        // A browser that has just started is still busy with itself: the first timing does not count.
        await timeModels(page, backendName)
        return timeModels(page, backendName)
      })
    const wasmRounds = []
    const humanRoundsMs = []
    for (let round = 0; round < roundCount; round += 1) {
      wasmRounds.push(await timeHere('wasm'))
      if (humanFolder === undefined) continue
      const humanMs = await withInferencePage(`${url}human.html`, [], (page) =>
        page.evaluate(([wasmPath, runCount]) => window.attuneBench.timeHuman(wasmPath, runCount), [tfjsVendorPath(), humanRunCount]),
      )
      humanRoundsMs.push(quantile(humanMs, 0.5))
    }
    const roundsOf = (row) => wasmRounds.flatMap((timings) => timings[row].medianMs ?? [])
    const wasmTimings = wasmRounds[0].map((timing, row) => ({ ...timing, medianMs: least(roundsOf(row)) }))
    const ofHuman = ({ medianMs }) =>
      medianMs === undefined || humanFolder === undefined ? '' : (medianMs / least(humanRoundsMs)).toFixed(2)
    const webgpuTimings = await timeHere('webgpu')
    const isWebgpuThere = webgpuTimings.some(({ medianMs }) => medianMs !== undefined)
    const columns = [
      isWebgpuThere ? webgpuTimings : await timeHere('webgpu', softwareWebgpuArgs),
      await timeHere('webgl'),
      wasmTimings,
      await timeHere('cpu'),
    ]
    const nameOf = ([timing]) => `${timing.backendName}${timing.isSoftware ? ' (software)' : ''}`
    const cell = ({ medianMs }) => (medianMs === undefined ? 'not here' : medianMs.toFixed(1))
    printTable(
      `Milliseconds an inference in the browser (median, a batch of one, upload and read-back included; wasm: fastest of ${roundCount} rounds)`,
      [
        ['model', ...columns.map(nameOf), "wasm, of human's"],
        ...columns[0].map(({ modelId }, row) => [modelId, ...columns.map((timings) => cell(timings[row])), ofHuman(wasmTimings[row])]),
        ...(humanFolder === undefined ? [] : [["human's expression net", '', '', least(humanRoundsMs).toFixed(1), '', '1']]),
      ],
    )
  } finally {
    await stop()
  }
}
