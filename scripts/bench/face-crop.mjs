import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'

import sharp from 'sharp'

import { serveInferencePage, withInferencePage } from './open-inference-page.mjs'
import { printTable } from './print-table.mjs'
import { quantile } from './quantile.mjs'

const faceSidePx = 48
const faceCount = 600
const batchSize = 50
/** A face two metres from a laptop's camera, about one, at arm's length, and close. */
const pastedSidesPx = [48, 110, 160, 240]

/** The first faces of FER-2013's public test and their labels, from the sheet that training reads too. */
async function readFaces(folder) {
  const { data, info } = await sharp(path.join(folder, 'public_test.sheet.webp'), { limitInputPixels: false })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const labels = await readFile(path.join(folder, 'public_test.labels.u8.bin'))
  const facesPerRow = info.width / faceSidePx
  const faces = Array.from({ length: faceCount }, (_, index) => {
    const top = Math.floor(index / facesPerRow) * faceSidePx
    const left = (index % facesPerRow) * faceSidePx
    const rows = Array.from({ length: faceSidePx }, (_unused, y) =>
      data.subarray((top + y) * info.width + left, (top + y) * info.width + left + faceSidePx),
    )
    return Buffer.concat(rows)
  })
  return { faces, labels }
}

/**
 * Prints what detector and crop make of the faces that the expression net is tested with: where the detector's box lies on them (which is
 * what boxScale and boxOffsetY of training/contracts/face-emotion.json undo), and how often the expression is still read right.
 */
export async function benchFaceCrop({ rootDir }) {
  const folder = path.join(process.env.ATTUNE_DATA ?? path.join(rootDir, '../shared/data'), 'fer2013')
  if (!existsSync(folder)) {
    process.stdout.write('\nFace crop: left out, since FER-2013 is not on this machine (ATTUNE_DATA, or shared/data beside the project).\n')
    return
  }
  const { faces, labels } = await readFaces(folder)
  const { crop } = JSON.parse(await readFile(path.join(rootDir, 'training/contracts/face-emotion.json'), 'utf8'))
  const [modelFolder] = (await readdir(path.join(rootDir, 'public/models'))).filter((name) => name.startsWith('face-emotion-v'))
  const { metrics } = JSON.parse(await readFile(path.join(rootDir, 'public/models', modelFolder, 'manifest.json'), 'utf8'))
  const { url, stop } = await serveInferencePage()
  try {
    const rows = await withInferencePage(url, [], async (page) => {
      const measured = []
      for (const sidePx of pastedSidesPx) measured.push(await measureSide(page, faces, labels, sidePx))
      return measured
    })
    printTable(
      `Face crop: ${faceCount} faces of FER-2013's public test in a webcam frame (the net alone: ${percent(metrics.publicAccuracy)} of all)`,
      [
        ['face side', 'found', 'read right', 'side / box', 'offset / box'],
        ...rows,
        ['contract', '', '', crop.boxScale.toFixed(2), crop.boxOffsetY.toFixed(3)],
      ],
    )
  } finally {
    await stop()
  }
}

const percent = (share) => `${(100 * share).toFixed(1)} %`

async function measureSide(page, faces, labels, sidePx) {
  const readings = []
  for (let start = 0; start < faces.length; start += batchSize) {
    const batch = Buffer.concat(faces.slice(start, start + batchSize)).toString('base64')
    readings.push(...(await page.evaluate(([facesBase64, side]) => window.attuneBench.readPastedFaces(facesBase64, side), [batch, sidePx])))
  }
  const found = readings.flatMap((reading, index) =>
    reading === undefined || reading === null ? [] : [{ ...reading, label: labels[index] }],
  )
  const rightCount = found.filter(({ scores, label }) => scores.indexOf(Math.max(...scores)) === label).length
  const boxScales = found.map(({ boxSide }) => 1 / boxSide)
  const boxOffsets = found.map(({ boxSide, boxBelow }) => -boxBelow / boxSide)
  return [
    `${sidePx} px`,
    percent(found.length / faces.length),
    percent(rightCount / found.length),
    quantile(boxScales, 0.5).toFixed(2),
    quantile(boxOffsets, 0.5).toFixed(3),
  ]
}
