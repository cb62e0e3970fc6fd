import path from 'node:path'

import { humanPage } from './human-page.mjs'
import { installHuman } from './install-human.mjs'
import { fakeCameraArgs, serveInferencePage, tfjsVendorPath, withInferencePage } from './open-inference-page.mjs'
import { printTable } from './print-table.mjs'
import { quantile } from './quantile.mjs'

const watchedMs = 10_000
const netRunCount = 50
const film = path.join(import.meta.dirname, '../../e2e/fixtures/webcam-smiling.mjpeg')

const milliseconds = (durations, share) => quantile(durations, share).toFixed(1)

/**
 * Prints how many webcam frames a second go the whole way (camera, detector, crop, expression net, and back to the page), the work a frame and
 * the time until its estimate is on the screen; beside it, in the same run, what @vladmandic/human's detector and expression net take.
 */
export async function benchWebcam() {
  const humanFolder = await installHuman()
  const { url, stop } = await serveInferencePage({
    pages: { '/human.html': humanPage },
    folders: humanFolder === undefined ? {} : { '/human/': humanFolder },
  })
  try {
    const ours = await withInferencePage(url, fakeCameraArgs(film), (page) =>
      page.evaluate((durationMs) => window.attuneBench.watchWebcam(durationMs), watchedMs),
    )
    const ourNets = await withInferencePage(url, [], (page) => page.evaluate(() => window.attuneBench.timeModels('wasm')))
    const human =
      humanFolder === undefined
        ? undefined
        : await withInferencePage(`${url}human.html`, fakeCameraArgs(film), (page) =>
            page.evaluate(
              ([wasmPath, durationMs, runCount]) => window.attuneBench.measureHuman(wasmPath, durationMs, runCount),
              [tfjsVendorPath(), watchedMs, netRunCount],
            ),
          )
    printTable(`Webcam, ${watchedMs / 1000} s of a fake camera, 640 x 480 at 30 frames a second, a drawn face; milliseconds`, [
      ['', 'frames/s', 'work p50', 'work p95', 'net alone', 'frame to screen p50', 'p95'],
      [
        `Attune (${ours.backendName})`,
        ours.framesPerSec.toFixed(1),
        milliseconds(ours.workMs, 0.5),
        milliseconds(ours.workMs, 0.95),
        ourNets.find(({ modelId }) => modelId === 'face-emotion')?.medianMs?.toFixed(1) ?? '',
        milliseconds(ours.shownMs, 0.5),
        milliseconds(ours.shownMs, 0.95),
      ],
      ...(human === undefined
        ? []
        : [
            [
              'human (wasm)',
              human.framesPerSec.toFixed(1),
              milliseconds(human.workMs, 0.5),
              milliseconds(human.workMs, 0.95),
              milliseconds(human.netMs, 0.5),
              '',
              '',
            ],
          ]),
    ])
    process.stdout.write(
      `A face in ${(100 * ours.faceShare).toFixed(0)} % of the frames; the first answer ${(ours.firstAnswerMs / 1000).toFixed(1)} s after the camera opened, models loaded and measured.\n`,
    )
  } finally {
    await stop()
  }
}
