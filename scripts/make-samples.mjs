// Writes the sample recordings that "Try with sample data" reads, and the small recordings and exports of music of tests and journeys.
// They are generated, seeded and of nobody: the same bytes every time (a test holds them to that).
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { makeE2eRecordings } from './samples/e2e-recordings.mjs'
import { makeE4Session } from './samples/empatica-e4-session.mjs'
import { makeSensorLoggerRecording } from './samples/sensor-logger-recording.mjs'
import { makeSongExports } from './samples/song-exports.mjs'
import { zipTexts } from './samples/zip-texts.mjs'

const e2eFolder = 'e2e/fixtures/recordings'
const songFolder = 'e2e/fixtures/songs'
const sampleFolder = 'public/samples'

/** Every file that this script writes: path within the repository -> text or bytes. */
export function makeSampleFiles() {
  const { 'TotalAcceleration.csv': total, 'Gyroscope.csv': gyro, 'Metadata.csv': metadata } = makeSensorLoggerRecording()
  const files = new Map([
    [`${sampleFolder}/empatica-e4.zip`, zipTexts(makeE4Session())],
    [`${sampleFolder}/sensor-logger.zip`, zipTexts({ 'Gyroscope.csv': gyro, 'Metadata.csv': metadata, 'TotalAcceleration.csv': total })],
  ])
  for (const [path, content] of makeE2eRecordings()) files.set(`${e2eFolder}/${path}`, content)
  for (const [path, content] of makeSongExports()) files.set(`${songFolder}/${path}`, content)
  return files
}

async function writeSampleFiles() {
  const root = fileURLToPath(new URL('..', import.meta.url))
  for (const folder of [e2eFolder, songFolder, sampleFolder]) await rm(join(root, folder), { recursive: true, force: true })
  for (const [path, content] of makeSampleFiles()) {
    await mkdir(dirname(join(root, path)), { recursive: true })
    await writeFile(join(root, path), content)
    process.stdout.write(`${path} ${content.length} bytes\n`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeSampleFiles()
