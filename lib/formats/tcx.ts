import { SaxesParser } from 'saxes'

import type { RecordingNote } from '@/lib/core/signal/recording'

import { composeRecordings } from './compose-recordings'
import { parseNumber } from './csv-layout'
import { parseCalendarText } from './parse-time'
import { countedChunks, readEach, type FormatReading, type ReadContext, type RecordingFormat } from './recording-format'
import { createSampleCollector } from './sample-collector'
import type { SensorPart } from './sensor-part'
import type { SourceFile } from './source-file'

/**
 * TCX (Garmin's Training Center XML), and GPX with its heart rate extension: the heart rate at the track's points, mostly one a second.
 *
 * Names are compared without their namespace, since tools differ in the prefix.
 */
export const tcxActivity: RecordingFormat = {
  formatName: 'TCX or GPX',
  recognises: ({ head }) => /<([a-z0-9]+:)?(TrainingCenterDatabase|gpx)\b/i.test(new TextDecoder().decode(head)),
  read: readTcx,
}

const pointNames: ReadonlySet<string> = new Set(['trackpoint', 'trkpt'])
const timeName = 'time'

async function readTcx(files: readonly SourceFile[], context: ReadContext): Promise<FormatReading> {
  const { results, notes } = await readEach(files, (file) => readTrack(file, context))
  return composeRecordings({
    sourceName: files.some(({ head }) => /<([a-z0-9]+:)?gpx\b/i.test(new TextDecoder().decode(head))) ? 'GPX track' : 'TCX activity',
    files,
    parts: results.map(({ part }) => part),
    notes: [...results.flatMap(({ problem }) => problem ?? []), ...notes],
    expected: 'track points with a time and a heart rate; was a strap or the watch’s own sensor on?',
  })
}

async function readTrack(file: SourceFile, context: ReadContext) {
  const samples = createSampleCollector()
  const parser = new SaxesParser()
  const open: string[] = []
  let problem: string | undefined
  let text = ''
  let timestampMs: number | undefined
  let bpm: number | undefined

  parser.on('error', (error) => {
    // The first error says where the file breaks; after it the parser goes on as well as it can.
    problem ??= `${file.fileName}: ${error.message.replace(/^undefined:/, 'line ')}; what could be read around it was read.`
  })
  parser.on('opentag', ({ name }) => {
    const local = localName(name)
    open.push(local)
    text = ''
    if (pointNames.has(local)) timestampMs = bpm = undefined
  })
  parser.on('text', (piece) => {
    text += piece
  })
  parser.on('closetag', () => {
    const local = open.pop()
    const parent = open.at(-1)
    if (local === timeName && pointNames.has(parent ?? '')) {
      timestampMs = parseCalendarText(text.trim())
    } else if (local === 'hr' || local === 'heartrate' || (local === 'value' && parent === 'heartratebpm')) {
      bpm = parseNumber(text.trim(), true)
    } else if (local !== undefined && pointNames.has(local) && timestampMs !== undefined && bpm !== undefined) {
      samples.push(timestampMs, bpm)
    }
    text = ''
  })
  const decoder = new TextDecoder()
  for await (const chunk of countedChunks(file, context)) parser.write(decoder.decode(chunk, { stream: true }))
  parser.close()
  const part: SensorPart = { fileName: file.fileName, quantity: 'heartRate', unitName: 'beats a minute', ...samples.finish() }
  const note: RecordingNote | undefined = problem === undefined ? undefined : { kind: 'missing', message: problem }
  return { part, problem: note }
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1).toLowerCase()
}
