import { AppError } from '@/lib/core/app-error'
import type { RecordingNote } from '@/lib/core/signal/recording'
import type { ColumnUse, TablePreview } from '@/lib/core/signal/table-mapping'

import { readCsvHead, splitCsvLine, type CsvLayout } from './csv-layout'
import { readNumberTable } from './csv-numbers'
import { inferEpochUnit } from './epoch-time'
import { groupByTime } from './group-by-time'
import { orderSamples } from './order-samples'
import { dropOutOfRange, sampleMedian, steadyLength } from './plausibility'
import { countedChunks, readEach, type FormatReading, type ReadContext, type RecordingFormat } from './recording-format'
import { composeAcceleration, type AxisTable, type PhonePlatform } from './sensor-logger-acceleration'
import type { SourceFile } from './source-file'
import { tableNotes } from './table-notes'
import { previewTable } from './table-preview'
import { tableOf } from './text-table'
import { toRecording } from './to-recording'

/**
 * Sensor Logger (by Kelvin Choi), as exported from an iPhone or an Android phone: one CSV a sensor, together a zip, with the columns
 * time (Unix nanoseconds), seconds_elapsed, z, y, x; the header is trusted, not the order. Rotation is in rad/s on both systems.
 * For acceleration see `composeAcceleration`. The watch's heart rate becomes a recording of its own: another device, another model.
 * Source: UNITS.md, COORDINATES.md and CROSSPLATFORM.md of github.com/tszheichoi/awesome-sensor-logger.
 */
export const sensorLogger: RecordingFormat = {
  formatName: 'Sensor Logger',
  recognises: (file) => recognisePart(file) !== undefined,
  read: readSensorLogger,
}

const axes = ['x', 'y', 'z'] as const
type MotionSensor = 'total' | 'user' | 'gravity' | 'uncalibrated' | 'gyro'
type Columns = {
  readonly layout: CsvLayout
  readonly timeCell: number
  readonly elapsedCell?: number
  readonly valueCells: readonly number[]
}
type Part =
  | { readonly kind: 'motion'; readonly sensor: MotionSensor | 'unnamed'; readonly columns: Columns }
  | { readonly kind: 'heartRate'; readonly columns: Columns }
  | { readonly kind: 'metadata'; readonly metadata: Metadata }
  /** A sensor that nothing here is read from. */
  | { readonly kind: 'other' }
type Metadata = { readonly deviceName?: string; readonly platform?: PhonePlatform; readonly isStandardised: boolean }

/** The fastest gyroscope in a phone ends at 2000 degrees a second, which is 35 rad/s. */
const maxRadPerSec = 40
const radPerDegree = Math.PI / 180
const heartRateRange = { min: 25, max: 250 } as const

function sensorOfName(fileName: string): MotionSensor | 'other' | 'unnamed' {
  const name = fileName.toLowerCase()
  if (/watch|wrist|headphone|airpod|magnet|orientation|compass|gyroscopeuncalibrated/.test(name)) return 'other'
  if (/accelerometeruncalibrated|uncalibratedaccelerometer/.test(name)) return 'uncalibrated'
  if (/total[ _-]?acc/.test(name)) return 'total'
  if (/gravity/.test(name)) return 'gravity'
  if (/accelerometer/.test(name)) return 'user'
  return /gyroscope/.test(name) ? 'gyro' : 'unnamed'
}

function recognisePart(file: SourceFile): Part | undefined {
  const { layout, lines } = readCsvHead(file.head)
  const header = splitCsvLine(lines[0] ?? '', layout.delimiter).map((cell) => cell.toLowerCase())
  if (header.includes('device name') && header.includes('platform')) {
    return { kind: 'metadata', metadata: readMetadata(header, splitCsvLine(lines[1] ?? '', layout.delimiter)) }
  }
  const timeCell = header.indexOf('time')
  const elapsedCell = header.indexOf('seconds_elapsed')
  const axisCells = axes.map((axis) => header.indexOf(axis))
  const bpmCell = header.indexOf('bpm')
  const sensor = sensorOfName(file.fileName)
  // Without seconds_elapsed the name must vouch for the file: many tables have a time and three axes.
  if (timeCell < 0 || (elapsedCell < 0 && (sensor === 'unnamed' || sensor === 'other'))) return undefined

  const toColumns = (valueCells: readonly number[]): Columns => {
    // A spreadsheet that saved the file again has rounded the nanoseconds to 1.76E+18; the seconds beside them survive.
    const isRounded = /e\+?\d/i.test(splitCsvLine(lines[1] ?? '', layout.delimiter)[timeCell] ?? '')
    return { layout, timeCell, ...(isRounded && elapsedCell >= 0 ? { elapsedCell } : {}), valueCells }
  }
  if (bpmCell >= 0) return { kind: 'heartRate', columns: toColumns([bpmCell]) }
  if (axisCells.some((cell) => cell < 0) || sensor === 'other') return { kind: 'other' }
  return { kind: 'motion', sensor, columns: toColumns(axisCells) }
}

function readMetadata(header: readonly string[], cells: readonly string[]): Metadata {
  const cellOf = (name: string) => cells[header.indexOf(name)]?.toLowerCase()
  const deviceName = cells[header.indexOf('device name')]
  const platform = cellOf('platform')
  return {
    ...(deviceName ? { deviceName } : {}),
    ...(platform === 'ios' || platform === 'android' ? { platform } : {}),
    isStandardised: cellOf('standardisation') === 'true',
  }
}

type ReadTable = { readonly file: SourceFile; readonly startMs: number; readonly endMs: number; readonly table: AxisTable }
type MotionTable = ReadTable & { readonly sensor: MotionSensor }
type HeartRateTable = ReadTable & { readonly sensor: 'heartRate' }

async function readSensorLogger(files: readonly SourceFile[], context: ReadContext): Promise<FormatReading> {
  const known = files.flatMap((file) => {
    const part = recognisePart(file)
    return part === undefined ? [] : [{ file, part }]
  })
  const metadata = known.flatMap(({ part }) => (part.kind === 'metadata' ? [part.metadata] : []))[0] ?? { isStandardised: false }
  const motion: MotionTable[] = []
  const heartRates: HeartRateTable[] = []
  const { notes } = await readEach(withoutUnneeded(known), async ({ file, part }) => {
    if (part.kind !== 'motion' && part.kind !== 'heartRate') return
    const table = await readTable(file, part.columns, context)
    const span = { startMs: table.timestampsMs[0] ?? 0, endMs: table.timestampsMs.at(-1) ?? 0 }
    if (part.kind === 'heartRate') heartRates.push({ sensor: 'heartRate', file, table, ...span })
    else motion.push({ sensor: part.sensor === 'unnamed' ? guessSensor(file.fileName, table) : part.sensor, file, table, ...span })
  })
  const hasAcceleration = motion.some(({ sensor }) => sensor !== 'gyro' && sensor !== 'gravity')
  if (!hasAcceleration && heartRates.length === 0) {
    const found = known.map(({ file }) => file.fileName).join(', ')
    throw new AppError(
      'FILE_UNREADABLE',
      `Sensor Logger without an accelerometer: found ${found}. Expected TotalAcceleration.csv, or Accelerometer.csv with Gravity.csv.`,
    )
  }

  const motionRecordings = hasAcceleration
    ? groupByTime(motion.filter(({ table }) => table.timestampsMs.length > 0)).flatMap((group) => toMotionRecording(group, metadata) ?? [])
    : []
  const recordings = [...motionRecordings, ...heartRates.flatMap((heartRate) => toHeartRateRecording(heartRate) ?? [])]
  if (recordings.length === 0) {
    throw new AppError(
      'RECORDING_TOO_SHORT',
      `${known.map(({ file }) => file.fileName).join(', ')}: not two samples in any file. Expected a header and then a row a sample.`,
    )
  }
  return { recordings, notes }
}

/** Of one recording's files only the best source of acceleration is read; where two recordings lie together, everything is. */
function withoutUnneeded<Known extends { readonly part: Part }>(known: readonly Known[]): readonly Known[] {
  const sensors = known.flatMap(({ part }) => (part.kind === 'motion' ? [part.sensor] : []))
  if (new Set(sensors).size < sensors.length) return known
  const has = (sensor: MotionSensor) => sensors.includes(sensor)
  const unneeded: readonly string[] = has('total')
    ? ['user', 'gravity', 'uncalibrated']
    : has('user') && has('gravity')
      ? ['uncalibrated']
      : []
  return known.filter(({ part }) => part.kind !== 'motion' || !unneeded.includes(part.sensor))
}

async function readTable(file: SourceFile, columns: Columns, context: ReadContext): Promise<AxisTable> {
  const { fileName } = file
  const table = await readNumberTable(countedChunks(file, context), {
    fileName,
    layout: columns.layout,
    headerLineCount: 1,
    preciseCells: columns.elapsedCell === undefined ? [columns.timeCell] : [columns.timeCell, columns.elapsedCell],
    valueCells: columns.valueCells,
    badRow: 'leave-out',
    expected: 'a number in each column of the first row',
  })
  const notes = tableNotes(fileName, table)
  const [times = new Float64Array(0), elapsedSec] = table.preciseColumns
  const time = sampleMedian(times)
  const epochUnit = inferEpochUnit(time)
  if (epochUnit === undefined) {
    if (times.length === 0) return { timestampsMs: times, columns: table.valueColumns, notes }
    throw new AppError(
      'FILE_UNREADABLE',
      `${fileName}: the column time holds values of about ${Number(time.toPrecision(4))}. Expected nanoseconds since 1970, such as 1760000000000000000.`,
    )
  }
  if (epochUnit.name !== 'nanoseconds')
    notes.push({ kind: 'unit', message: `${fileName}: times are in ${epochUnit.name} instead of nanoseconds.` })
  let timestampsMs = times.map((value) => value / epochUnit.perMs)
  if (elapsedSec !== undefined) {
    const startMs = (timestampsMs[0] ?? 0) - (elapsedSec[0] ?? 0) * 1000
    timestampsMs = elapsedSec.map((elapsed) => startMs + elapsed * 1000)
    notes.push({ kind: 'unit', message: `${fileName}: a spreadsheet has rounded the column time, so seconds_elapsed was used.` })
  }
  const ordered = orderSamples(fileName, timestampsMs, table.valueColumns)
  return { timestampsMs: ordered.timestampsMs, columns: ordered.columns, notes: [...notes, ...ordered.notes] }
}

/** Gravity alone tells an accelerometer from the rest; without it acceleration and rotation look alike. */
function guessSensor(fileName: string, { timestampsMs, columns: [x, y, z] }: AxisTable): MotionSensor {
  const steady = x && y && z ? steadyLength(timestampsMs, x, y, z) : Number.NaN
  if (steady > 7 && steady < 13) return 'total'
  throw new AppError(
    'FORMAT_UNKNOWN',
    `${fileName} is a table of Sensor Logger, but its name does not tell the sensor. Expected a name such as TotalAcceleration.csv or Gyroscope.csv.`,
  )
}

function toMotionRecording(group: readonly MotionTable[], { deviceName, platform, isStandardised }: Metadata) {
  const tables: Partial<Record<MotionSensor, AxisTable>> = {}
  const notes: RecordingNote[] = []
  for (const { sensor, file, table } of group) {
    if (tables[sensor])
      notes.push({ kind: 'skipped', message: `${file.fileName} holds the same sensor at the same time as another file and was left out.` })
    else tables[sensor] = table
    notes.push(...table.notes)
  }
  const acceleration = composeAcceleration(tables, platform, isStandardised)
  if (acceleration === undefined) return undefined
  notes.push(...acceleration.notes)

  const gyro = tables.gyro
  const [gyroX, gyroY, gyroZ] = gyro?.columns ?? []
  const hasGyro = gyro !== undefined && gyro.timestampsMs.length > 0 && gyroX && gyroY && gyroZ
  if (hasGyro) notes.push(...convertDegrees([gyroX, gyroY, gyroZ]))
  else notes.push({ kind: 'missing', message: 'Without Gyroscope.csv; activity is told from acceleration alone.' })
  const { timestampsMs, x, y, z } = acceleration
  return toRecording({
    sourceName: deviceName === undefined ? 'Sensor Logger' : `Sensor Logger, ${deviceName}`,
    files: group.map(({ file }) => file),
    series: {
      accX: { timestampsMs, values: x },
      accY: { timestampsMs, values: y },
      accZ: { timestampsMs, values: z },
      ...(hasGyro
        ? {
            gyroX: { timestampsMs: gyro.timestampsMs, values: gyroX },
            gyroY: { timestampsMs: gyro.timestampsMs, values: gyroY },
            gyroZ: { timestampsMs: gyro.timestampsMs, values: gyroZ },
          }
        : {}),
    },
    hasGravity: acceleration.hasGravity,
    notes,
    tables: group.flatMap(previewMotion),
  })
}

/** What a file's columns were taken for, for who wants to correct it. */
function previewMotion({ file, sensor }: MotionTable): TablePreview[] {
  const table = tableOf(file)
  if (table === undefined) return []
  const isRotation = sensor === 'gyro'
  const unit = isRotation ? 'rad/s' : 'm/s²'
  const columns = table.columnNames.map((name): ColumnUse => {
    const axis = name.toLowerCase()
    if (axis === 'time') return { use: 'time', layout: { kind: 'epoch', unit: 'nanoseconds' } }
    if (axis === 'x') return { use: 'channel', channel: isRotation ? 'gyroX' : 'accX', unit }
    if (axis === 'y') return { use: 'channel', channel: isRotation ? 'gyroY' : 'accY', unit }
    return axis === 'z' ? { use: 'channel', channel: isRotation ? 'gyroZ' : 'accZ', unit } : { use: 'none' }
  })
  return [previewTable(file, table, { columns })]
}

function convertDegrees(columns: readonly Float32Array[]): RecordingNote[] {
  const isInDegrees = columns.some((column) => column.some((value) => Math.abs(value) > maxRadPerSec))
  if (!isInDegrees) return []
  for (const column of columns) {
    for (let index = 0; index < column.length; index++) column[index] = (column[index] ?? Number.NaN) * radPerDegree
  }
  return [{ kind: 'unit', message: 'Rotation was taken to be in degrees a second instead of rad/s: no phone measures so fast a turn.' }]
}

function toHeartRateRecording({ file, table }: HeartRateTable) {
  const [values = new Float32Array(0)] = table.columns
  const { droppedCount } = dropOutOfRange(values, heartRateRange.min, heartRateRange.max)
  const notes: RecordingNote[] = [...table.notes]
  if (droppedCount > 0) {
    const { min, max } = heartRateRange
    notes.push({
      kind: 'skipped',
      message: `${file.fileName}: ${droppedCount} values outside ${min} to ${max} beats a minute were left out.`,
    })
  }
  return toRecording({
    sourceName: 'Sensor Logger, heart rate of the watch',
    files: [file],
    series: { heartRate: { timestampsMs: table.timestampsMs, values } },
    notes,
  })
}
