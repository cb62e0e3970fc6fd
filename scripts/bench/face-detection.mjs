import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

import { installHuman } from './install-human.mjs'
import { serveInferencePage, withInferencePage } from './open-inference-page.mjs'
import { printTable } from './print-table.mjs'
import { quantile } from './quantile.mjs'
import { attachTfliteMetadata, imageModelMetadata } from './tflite-metadata.mjs'

/** Widths of a face in a frame 640 pixels wide: close, 90 cm away, 1 m, 1.6 m, 2.1 m, 3 m. */
const faceWidthsPx = [160, 120, 90, 67, 48, 36, 28]
/** Frames a width, and frames without a face; both take minutes, so that they can be set. */
const frameCount = Number(process.env.ATTUNE_BENCH_FRAMES ?? 200)
const emptyFrameCount = Number(process.env.ATTUNE_BENCH_EMPTY_FRAMES ?? 1000)
const batchSize = 20
const timedLookCount = 100
const startOfJpeg = Buffer.from([0xff, 0xd8, 0xff])
/** Stills that are taken from each film, evenly. */
const stillsPerFilm = 6

const asAddress = (bytes, type) => `data:${type};base64,${bytes.toString('base64')}`

/** Some pictures of a film of motion JPEG, which is one JPEG after another. */
function stillsOf(film) {
  const starts = []
  for (let at = film.indexOf(startOfJpeg); at >= 0; at = film.indexOf(startOfJpeg, at + 1)) starts.push(at)
  return Array.from({ length: Math.min(stillsPerFilm, starts.length) }, (_, index) => {
    const chosen = Math.floor((index * starts.length) / stillsPerFilm)
    return film.subarray(starts[chosen], starts[chosen + 1])
  })
}

/** Photographs beside the project, by name; none where there are none. */
export async function readPhotographs(folder) {
  if (!existsSync(folder)) return {}
  const photographs = {}
  for (const name of await readdir(folder)) {
    const bytes = await readFile(path.join(folder, name))
    if (name.endsWith('.png') || name.endsWith('.jpg'))
      photographs[name] = asAddress(bytes, name.endsWith('.png') ? 'image/png' : 'image/jpeg')
    if (name.endsWith('.mjpeg'))
      stillsOf(bytes).forEach((still, index) => (photographs[`${name} ${index}`] = asAddress(still, 'image/jpeg')))
  }
  return photographs
}

/** The detector as tasks-vision takes it, which is with metadata, as a data address. */
async function readDetectorAddress(rootDir) {
  const model = await readFile(path.join(rootDir, 'node_modules/@mediapipe/face_detection/face_detection_short_range.tflite'))
  const metadata = imageModelMetadata({
    name: 'face detector, short range',
    widthPx: 128,
    heightPx: 128,
    mean: 127.5,
    std: 127.5,
    outputNames: ['regressors', 'classificators'],
  })
  return asAddress(Buffer.from(attachTfliteMetadata(model, metadata)), 'application/octet-stream')
}

const percent = (share) => `${(100 * share).toFixed(1)} %`

async function inBatches(count, work) {
  const outcomes = []
  for (let start = 0; start < count; start += batchSize) {
    outcomes.push(...(await work(Array.from({ length: Math.min(batchSize, count - start) }, (_, index) => start + index))))
  }
  return outcomes
}

/** Prints how often a face is found in a still webcam frame within 1.5 s, by its width, and how often one is found where none is. */
export async function benchFaceDetection({ rootDir }) {
  const folder = path.join(process.env.ATTUNE_DATA ?? path.join(rootDir, '../shared/data'), 'face-media')
  const photographs = await readPhotographs(folder)
  if (Object.keys(photographs).length === 0) {
    process.stdout.write(
      '\nFace detection: drawn faces only, since face-media is not on this machine (ATTUNE_DATA, or shared/data beside the project).\n',
    )
  }
  const humanFolder = await installHuman()
  const folders = {
    '/tasks-vision/': path.join(rootDir, 'node_modules/@mediapipe/tasks-vision/wasm'),
    ...(humanFolder === undefined ? {} : { '/human/': humanFolder }),
  }
  const baselineNames = ['whole frame only', 'tasks-vision', ...(humanFolder === undefined ? [] : ['human'])]
  const { url, stop } = await serveInferencePage({ folders })
  try {
    await withInferencePage(url, [], async (page) => {
      const pictures = await page.evaluate(
        ([addresses, detectorAddress, isHumanThere]) => window.attuneBench.loadPictures(addresses, detectorAddress, isHumanThere),
        [photographs, await readDetectorAddress(rootDir), humanFolder !== undefined],
      )
      const rows = []
      for (const widthPx of faceWidthsPx) {
        const outcomes = await inBatches(frameCount, (seeds) =>
          page.evaluate(([width, batch]) => window.attuneBench.searchFrames(width, batch), [widthPx, seeds]),
        )
        const found = outcomes.filter(({ isFound }) => isFound)
        const inPhotographs = outcomes.filter(({ name }) => name !== 'drawn')
        const frames = found.map((outcome) => outcome.frameCount)
        rows.push([
          `${widthPx} px`,
          percent(found.length / outcomes.length),
          percent(inPhotographs.filter(({ isFound }) => isFound).length / Math.max(1, inPhotographs.length)),
          outcomes.filter(({ isFalse }) => isFalse).length,
          quantile(frames, 0.5),
          quantile(frames, 0.95),
          ...outcomes[0].isFoundByBaselines.map((_, index) =>
            percent(outcomes.filter((outcome) => outcome.isFoundByBaselines[index]).length / outcomes.length),
          ),
        ])
      }
      printTable(
        `Faces found in a still 640 x 480 frame within 45 frames (1.5 s): ${frameCount} frames a width, ${pictures.length} faces of which ${pictures.filter(({ name }) => name !== 'drawn').length} photographed`,
        [['face width', 'found', 'of photographs', 'elsewhere', 'frames p50', 'frames p95', ...baselineNames], ...rows],
      )
      const durationsMs = await page.evaluate((count) => window.attuneBench.timeBaselines(count), timedLookCount)
      const medianMs = durationsMs.map((durations) => quantile(durations, 0.5))
      printTable(`One look at a whole 640 x 480 frame on WASM, side by side (${timedLookCount} frames)`, [
        ['', 'ms (median)', 'of tasks-vision'],
        ...baselineNames.map((name, index) => [name, medianMs[index].toFixed(1), (medianMs[index] / medianMs[1]).toFixed(2)]),
      ])
      const reported = await inBatches(emptyFrameCount, (indices) =>
        page.evaluate((batch) => window.attuneBench.searchEmptyFrames(batch), indices),
      )
      printTable(`Frames without a face (noise, textures, drawn rooms), 1.5 s each`, [
        ['frames', 'with a face reported', 'share'],
        [emptyFrameCount, reported.length, percent(reported.length / emptyFrameCount)],
      ])
    })
  } finally {
    await stop()
  }
}
