import Papa from 'papaparse'

import { AppError } from '@/lib/core/app-error'
import type { Quantity } from '@/lib/core/signal/quantities'
import type { RecordingNote } from '@/lib/core/signal/recording'
import { isReadableMapping, type TableMapping } from '@/lib/core/signal/table-mapping'

import { isAvro, readAvroContainer } from './avro-container'
import { composeRecordings } from './compose-recordings'
import { guessColumns } from './guess-columns'
import { maxWholeFileBytes } from './read-limits'
import { fieldOf, numberIn } from './read-json'
import { countedChunks, readEach, type FormatReading, type ReadContext, type RecordingFormat } from './recording-format'
import type { SensorPart } from './sensor-part'
import { readWhole, type SourceFile } from './source-file'
import { tableFormat } from './table-format'
import { findColumn, type TextTable } from './text-table'

const expected = 'acceleration, skin conductance, skin temperature or a pulse wave'

/**
 * Empatica EmbracePlus, raw: Avro files of up to fifteen minutes each, or one of them dumped as a CSV with JSON in its cells.
 *
 * Acceleration and rotation are counts, scaled by the physical and digital ranges in the file; times are in microseconds (beats in
 * nanoseconds) of UTC; a sensor that was off has a rate of 0. The schema is the file's own.
 */
export const embracePlus: RecordingFormat = {
  formatName: 'Empatica EmbracePlus',
  belongTogether: 'in-archive',
  recognises: ({ head }) => isAvro(head) || isDump(head),
  read: readEmbracePlus,
}

/** EmbracePlus as CSV: what Empatica's own script writes (unix_timestamp, then values), and the cloud's values a minute (timestamp_unix). */
export const embracePlusCsv = tableFormat({
  formatName: 'Empatica EmbracePlus',
  belongTogether: 'in-archive',
  mapTable,
  span: 'diary',
  expected,
})

function isDump(head: Uint8Array): boolean {
  const firstLine = new TextDecoder().decode(head.subarray(0, 400)).split(/[\r\n]/, 1)[0] ?? ''
  return firstLine.includes('schemaVersion') && firstLine.includes('rawData')
}

function mapTable(table: TextTable, file: SourceFile): TableMapping | undefined {
  const isMinutes = findColumn(table, /^timestamp_unix$/i) !== undefined && findColumn(table, /^participant_full_id$/i) !== undefined
  if (!isMinutes && !/^unix_timestamp$/i.test(table.columnNames[0] ?? '')) return undefined
  // Rotation has the same columns as acceleration; only the file's name tells it.
  const isRotation = /gyro/i.test(file.fileName)
  const mapping = guessColumns({
    ...table,
    columnNames: table.columnNames.map((name) => (isRotation && /^[xyz]$/i.test(name) ? `gyro ${name}` : name)),
  })
  return isReadableMapping(mapping) ? mapping : undefined
}

async function readEmbracePlus(files: readonly SourceFile[], context: ReadContext): Promise<FormatReading> {
  const { results, notes } = await readEach(files, (file) => readSession(file, context))
  return composeRecordings({
    sourceName: 'Empatica EmbracePlus',
    files,
    parts: results.flatMap(({ parts }) => parts),
    tagsMs: results.flatMap(({ tagsMs }) => tagsMs),
    notes: [...results.flatMap((result) => result.notes), ...notes],
    expected,
  })
}

async function readSession(file: SourceFile, context: ReadContext) {
  const { fileName } = file
  const bytes = await readWhole(countedChunks(file, context), fileName, maxWholeFileBytes)
  const { values, damage } = isAvro(bytes) ? await readAvroContainer(bytes, fileName) : readDump(bytes, fileName)
  if (damage !== undefined && values.length === 0)
    throw new AppError('FILE_UNREADABLE', `${damage} No whole record was found before that. Download it again.`)
  const rawData = values.map((value) => fieldOf(value, 'rawData'))
  const notes: RecordingNote[] = damage === undefined ? [] : [{ kind: 'missing', message: `${damage} What is there was read.` }]
  return {
    parts: rawData.flatMap((raw) => toParts(fileName, raw)),
    tagsMs: rawData.flatMap((raw) => numbersIn(fieldOf(fieldOf(raw, 'tags'), 'tagsTimeMicros')).map((micros) => micros / microsPerMs)),
    notes,
  }
}

function readDump(bytes: Uint8Array, fileName: string): { readonly values: readonly unknown[]; readonly damage?: string } {
  const { data } = Papa.parse<Record<string, string>>(new TextDecoder().decode(bytes), { header: true, skipEmptyLines: true })
  try {
    const values = data.map(({ rawData = 'null' }): unknown => ({ rawData: JSON.parse(rawData) }))
    return { values }
  } catch {
    return { values: [], damage: `${fileName}: the JSON in its column rawData breaks off.` }
  }
}

const microsPerMs = 1000
const nanosPerMs = 1e6
/** Two beats farther apart have others between them that were not found. */
const longestIntervalMs = 2400

function toParts(fileName: string, rawData: unknown): SensorPart[] {
  const three = (quantity: Quantity, name: string): SensorPart[] => {
    const sensor = fieldOf(rawData, name)
    const scale = scaleOf(fieldOf(sensor, 'imuParams') ?? sensor)
    const columns = ['x', 'y', 'z'].map((axis) => Float32Array.from(numbersIn(fieldOf(sensor, axis)), scale))
    const timestampsMs = timesOf(sensor, Math.min(...columns.map(({ length }) => length)))
    return timestampsMs.length === 0 ? [] : [{ fileName, quantity, timestampsMs, columns }]
  }
  const one = (quantity: Quantity, name: string): SensorPart[] => {
    const sensor = fieldOf(rawData, name)
    const values = Float32Array.from(numbersIn(fieldOf(sensor, 'values')))
    const timestampsMs = timesOf(sensor, values.length)
    return timestampsMs.length === 0 ? [] : [{ fileName, quantity, timestampsMs, columns: [values] }]
  }
  return [
    ...three('acceleration', 'accelerometer'),
    ...three('rotation', 'gyroscope'),
    ...one('conductance', 'eda'),
    ...one('temperature', 'temperature'),
    ...one('pulseWave', 'bvp'),
    ...toIntervals(fileName, numbersIn(fieldOf(fieldOf(rawData, 'systolicPeaks'), 'peaksTimeNanos'))),
  ]
}

/** Counts of the converter to what they stand for; a file without the ranges gives what it stores. */
function scaleOf(params: unknown): (count: number) => number {
  const factor = numberIn(fieldOf(params, 'conversionFactor'))
  if (factor > 0) return (count) => count * factor
  const [physicalMin, physicalMax, digitalMin, digitalMax] = ['physicalMin', 'physicalMax', 'digitalMin', 'digitalMax'].map((name) =>
    numberIn(fieldOf(params, name)),
  )
  const scale = ((physicalMax ?? Number.NaN) - (physicalMin ?? Number.NaN)) / ((digitalMax ?? Number.NaN) - (digitalMin ?? Number.NaN))
  if (!Number.isFinite(scale) || scale === 0) return (count) => count
  return (count) => (physicalMin ?? 0) + (count - (digitalMin ?? 0)) * scale
}

function timesOf(sensor: unknown, sampleCount: number): Float64Array<ArrayBuffer> {
  const startMs = numberIn(fieldOf(sensor, 'timestampStart')) / microsPerMs
  const rateHz = numberIn(fieldOf(sensor, 'samplingFrequency'))
  if (!(rateHz > 0) || !(startMs > 0)) return new Float64Array(0)
  return Float64Array.from({ length: sampleCount }, (_, index) => startMs + (index * 1000) / rateHz)
}

function toIntervals(fileName: string, peaksNanos: readonly number[]): SensorPart[] {
  const beatsMs = Float64Array.from(peaksNanos, (nanos) => nanos / nanosPerMs)
  if (beatsMs.length < 2) return []
  const intervals = Float32Array.from(beatsMs.subarray(1), (beatMs, index) => {
    const intervalMs = beatMs - (beatsMs[index] ?? Number.NaN)
    return intervalMs <= longestIntervalMs ? intervalMs : Number.NaN
  })
  return [{ fileName, quantity: 'interval', unitName: 'ms', timestampsMs: beatsMs.slice(1), columns: [intervals] }]
}

function numbersIn(value: unknown): readonly number[] {
  return Array.isArray(value) ? value.map(numberIn) : []
}
