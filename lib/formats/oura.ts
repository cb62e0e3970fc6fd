import { isReadableMapping, type TableMapping } from '@/lib/core/signal/table-mapping'

import { composeRecordings } from './compose-recordings'
import { guessColumns } from './guess-columns'
import { parseCalendarText } from './parse-time'
import { fieldOf, listOf, numberIn, readJson, textIn } from './read-json'
import { readEach, type FormatReading, type ReadContext, type RecordingFormat } from './recording-format'
import { createSampleCollector } from './sample-collector'
import type { SensorPart } from './sensor-part'
import type { SourceFile } from './source-file'
import { tableFormat } from './table-format'
import { findColumn, type TextTable } from './text-table'

const expected = 'a heart rate or skin temperature with its times (daily summaries hold none)'

/**
 * An Oura ring's export as CSV, with commas or semicolons: heartrate.csv (timestamp, bpm, source; every 5 minutes, by day and in sleep) and
 * temperature.csv (timestamp, skin_temp; once a minute).
 */
export const ouraCsv = tableFormat({
  formatName: 'Oura',
  belongTogether: 'in-archive',
  mapTable,
  span: 'diary',
  expected,
})

/** The same heart rate as JSON, from Oura's API or export. */
export const ouraJson: RecordingFormat = {
  formatName: 'Oura',
  belongTogether: 'in-archive',
  recognises: ({ head }) => {
    const text = new TextDecoder().decode(head.subarray(0, lookedAtBytes))
    return /^\s*[[{]/.test(text) && /"bpm"\s*:\s*\d/.test(text) && /"timestamp"\s*:\s*"/.test(text)
  },
  read: readOuraJson,
}

const lookedAtBytes = 4096

function mapTable(table: TextTable): TableMapping | undefined {
  const has = (name: RegExp) => findColumn(table, name) !== undefined
  const isOura = has(/^timestamp$/i) && ((has(/^bpm$/i) && has(/^source$/i)) || has(/^skin_temp$/i))
  if (!isOura) return undefined
  const mapping = guessColumns(table)
  return isReadableMapping(mapping) ? mapping : undefined
}

async function readOuraJson(files: readonly SourceFile[], context: ReadContext): Promise<FormatReading> {
  const { results, notes } = await readEach(files, async (file): Promise<SensorPart> => {
    const json = await readJson(file, context)
    const samples = createSampleCollector()
    const entries = Array.isArray(json) ? json : (fieldOf(json, 'data') ?? fieldOf(json, 'heartrate') ?? fieldOf(json, 'heart_rate'))
    for (const { timestamp, bpm } of listOf(entries)) {
      const timestampMs = parseCalendarText(textIn(timestamp))
      if (!Number.isNaN(timestampMs)) samples.push(timestampMs, numberIn(bpm))
    }
    return { fileName: file.fileName, quantity: 'heartRate', unitName: 'beats a minute', ...samples.finish() }
  })
  return composeRecordings({ sourceName: 'Oura', files, parts: results, notes, span: 'diary', expected })
}
