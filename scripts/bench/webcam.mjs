import path from 'node:path'

import { serveInferencePage, withInferencePage } from './open-inference-page.mjs'
import { printTable } from './print-table.mjs'
import { quantile } from './quantile.mjs'

const watchedMs = 10_000
const film = path.join(import.meta.dirname, '../../e2e/fixtures/webcam-smiling.mjpeg')
const fakeCameraArgs = ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${film}`]

/** Prints how many webcam frames a second go the whole way: camera, detector, crop, expression net, and back to the page. */
export async function benchWebcam() {
  const { url, stop } = await serveInferencePage()
  try {
    const { framesPerSec, faceShare, durationsMs, backendName } = await withInferencePage(url, fakeCameraArgs, (page) =>
      page.evaluate((durationMs) => window.attuneBench.watchWebcam(durationMs), watchedMs),
    )
    printTable(`Webcam, whole way, ${watchedMs / 1000} s of a fake camera with 30 frames a second and a drawn face`, [
      ['backend', 'frames/s', 'frames with a face', 'worker ms p50', 'worker ms p95'],
      [
        backendName,
        framesPerSec.toFixed(1),
        `${(100 * faceShare).toFixed(0)} %`,
        quantile(durationsMs, 0.5).toFixed(1),
        quantile(durationsMs, 0.95).toFixed(1),
      ],
    ])
  } finally {
    await stop()
  }
}
