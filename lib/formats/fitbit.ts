import { isReadableMapping, type TableMapping } from '@/lib/core/signal/table-mapping'

import { composeRecordings } from './compose-recordings'
import { guessColumns } from './guess-columns'
import { inferTimeLayout, parseCalendarText, parseClockMs } from './parse-time'
import { fieldOf, listOf, numberIn, readJson, textIn } from './read-json'
import { readEach, type FormatReading, type ReadContext, type RecordingFormat } from './recording-format'
import { createSampleCollector, type SampleCollector } from './sample-collector'
import type { SensorPart } from './sensor-part'
import type { SourceFile } from './source-file'
import { tableFormat } from './table-format'
import type { TextTable } from './text-table'

const expected = 'a heart rate with its times'

/**
 * Fitbit and Google Fit as JSON, from a Google Takeout or the older Fitbit export: heart_rate-2026-03-14.json (a sample every 5 to 15 s, times in
 * UTC without saying so), the Web API's intraday answer, and Google Fit's data points of heart rate.
 */
export const fitbitJson: RecordingFormat = {
  formatName: 'Fitbit',
  belongTogether: 'in-archive',
  recognises: ({ head }) => kindOf(new TextDecoder().decode(head.subarray(0, lookedAtBytes))) !== undefined,
  read: readFitbit,
}

/** Fitbit's heart rate as CSV: Google's (timestamp, beats per minute, data source) and Fitabase's (Id, Time, Value). */
export const fitbitCsv = tableFormat({
  formatName: 'Fitbit',
  belongTogether: 'in-archive',
  mapTable,
  span: 'diary',
  expected,
})

const lookedAtBytes = 4096
type Kind = 'takeout' | 'intraday' | 'googleFit'

function kindOf(text: string): Kind | undefined {
  if (/"dateTime"\s*:\s*"[^"]*"\s*,\s*"value"\s*:\s*\{\s*"bpm"/.test(text)) return 'takeout'
  if (/"activities-heart(-intraday)?"/.test(text)) return 'intraday'
  return /heart_rate\.bpm|heart_minutes|com\.google\.heart_rate/.test(text) && /"fitValue"|"Data Points"|"Data Source"/.test(text)
    ? 'googleFit'
    : undefined
}

async function readFitbit(files: readonly SourceFile[], context: ReadContext): Promise<FormatReading> {
  const { results, notes } = await readEach(files, async (file): Promise<SensorPart> => {
    const json = await readJson(file, context)
    const samples = createSampleCollector()
    const kind = kindOf(new TextDecoder().decode(file.head.subarray(0, lookedAtBytes)))
    if (kind === 'takeout') collectTakeout(json, samples)
    else if (kind === 'intraday') collectIntraday(json, samples)
    else collectGoogleFit(json, samples)
    return { fileName: file.fileName, quantity: 'heartRate', unitName: 'beats a minute', ...samples.finish() }
  })
  return composeRecordings({ sourceName: 'Fitbit', files, parts: results, notes, span: 'diary', expected })
}

function collectTakeout(json: unknown, samples: SampleCollector) {
  for (const entry of listOf(json)) {
    const timestampMs = parseCalendarText(`${textIn(entry['dateTime'])}Z`, 'month-day-year')
    const value = entry['value']
    const bpm = numberIn(fieldOf(value, 'bpm'))
    // A confidence of 0 is the wrist without contact.
    if (!Number.isNaN(timestampMs)) samples.push(timestampMs, numberIn(fieldOf(value, 'confidence')) === 0 ? Number.NaN : bpm)
  }
}

/** Days and, for one of them, times of day in the person's zone. */
function collectIntraday(json: unknown, samples: SampleCollector) {
  for (const answer of Array.isArray(json) ? listOf(json) : [json]) {
    const day = parseCalendarText(textIn(fieldOf(listOf(fieldOf(answer, 'activities-heart'))[0], 'dateTime')))
    for (const { time, value } of listOf(fieldOf(fieldOf(answer, 'activities-heart-intraday'), 'dataset'))) {
      const ofDayMs = parseClockMs(textIn(time))
      if (ofDayMs !== undefined && !Number.isNaN(day)) samples.push(day + ofDayMs, numberIn(value))
    }
  }
}

const nanosPerMs = 1e6

function collectGoogleFit(json: unknown, samples: SampleCollector) {
  for (const point of listOf(fieldOf(json, 'Data Points'))) {
    const timestampMs = numberIn(point['endTimeNanos'] ?? point['startTimeNanos']) / nanosPerMs
    const bpm = numberIn(fieldOf(fieldOf(listOf(point['fitValue'])[0], 'value'), 'fpVal'))
    if (!Number.isNaN(timestampMs)) samples.push(timestampMs, bpm)
  }
}

const fitabaseNames = ['id', 'time', 'value']

function mapTable(table: TextTable): TableMapping | undefined {
  const names = table.columnNames.map((name) => name.toLowerCase())
  if (names.includes('timestamp') && names.includes('beats per minute')) {
    const mapping = guessColumns(table)
    return isReadableMapping(mapping) ? mapping : undefined
  }
  const layout = inferTimeLayout(
    table.rows.map(([, time = '']) => time),
    false,
  )
  if (names.length !== fitabaseNames.length || !fitabaseNames.every((name, column) => names[column] === name) || layout === undefined)
    return undefined
  return { columns: [{ use: 'none' }, { use: 'time', layout }, { use: 'channel', channel: 'heartRate', unit: 'beats a minute' }] }
}
