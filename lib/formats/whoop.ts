import { composeRecordings } from './compose-recordings'
import { parseNumber, readCsvHead, splitCsvLine } from './csv-layout'
import { parseCalendarText, parseZone } from './parse-time'
import { readTextLines } from './read-text-lines'
import { countedChunks, readEach, type FormatReading, type ReadContext, type RecordingFormat } from './recording-format'
import { createSampleCollector } from './sample-collector'
import type { SensorPart } from './sensor-part'
import type { SourceFile } from './source-file'

/**
 * WHOOP's export: physiological_cycles.csv, sleeps.csv and workouts.csv, each a summary a row. WHOOP exports no samples, so what there is
 * are the average heart rate of each workout and cycle and the skin temperature of each night, at the time when it ended.
 */
export const whoop: RecordingFormat = {
  formatName: 'WHOOP',
  belongTogether: 'in-archive',
  recognises: ({ head }) => /^"?cycle start time/i.test(new TextDecoder().decode(head)),
  read: readWhoop,
}

async function readWhoop(files: readonly SourceFile[], context: ReadContext): Promise<FormatReading> {
  const { results, notes } = await readEach(files, (file) => readSummaries(file, context))
  return composeRecordings({
    sourceName: 'WHOOP',
    files,
    parts: results.flat(),
    notes: [
      ...notes,
      {
        kind: 'missing',
        message: 'WHOOP exports averages of whole workouts and days, not samples: they are shown, but stress cannot be read from them.',
      },
    ],
    span: 'summaries',
    expected: 'columns such as Average HR (bpm) or Skin temp (celsius)',
  })
}

/** The end of what a row sums up, from the most to the least exact. */
const endNames = ['workout end time', 'wake onset', 'cycle end time', 'workout start time', 'sleep onset', 'cycle start time']
const rateName = /^average hr/
const tempName = /^skin temp/

async function readSummaries(file: SourceFile, context: ReadContext): Promise<SensorPart[]> {
  const { layout } = readCsvHead(file.head)
  const rates = createSampleCollector()
  const temps = createSampleCollector()
  let names: readonly string[] | undefined
  for await (const line of readTextLines(countedChunks(file, context))) {
    const cells = splitCsvLine(line, layout.delimiter)
    if (names === undefined) {
      names = cells.map((name) => name.toLowerCase())
      continue
    }
    const cellOf = (name: string) => cells[names?.indexOf(name) ?? -1] ?? ''
    const numberOf = (name: RegExp) =>
      parseNumber(cells[names?.findIndex((candidate) => name.test(candidate)) ?? -1] ?? '', layout.hasDecimalComma)
    const end = endNames.map(cellOf).find((cell) => cell !== '')
    const timestampMs = end === undefined ? Number.NaN : parseInZone(end, cellOf('cycle timezone'))
    if (Number.isNaN(timestampMs)) continue
    rates.push(timestampMs, numberOf(rateName) ?? Number.NaN)
    temps.push(timestampMs, numberOf(tempName) ?? Number.NaN)
  }
  const { fileName } = file
  const hasColumn = (name: RegExp) => names?.some((candidate) => name.test(candidate)) === true
  return [
    ...(hasColumn(rateName) ? [{ fileName, quantity: 'heartRate', unitName: 'beats a minute', ...rates.finish() } as const] : []),
    ...(hasColumn(tempName) ? [{ fileName, quantity: 'temperature', unitName: '°C', ...temps.finish() } as const] : []),
  ]
}

function parseInZone(text: string, zone: string): number {
  const zoneMs = parseZone(zone === '' || /[-+]\d{1,2}(:?\d{2})?$|^Z$/.test(zone) ? zone : `UTC${zone}`)
  return zoneMs === undefined ? parseCalendarText(text) : parseCalendarText(`${text}Z`) - zoneMs
}
