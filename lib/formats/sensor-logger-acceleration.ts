import { AppError } from '@/lib/core/app-error'
import type { RecordingNote } from '@/lib/core/signal/recording'

import { sampleMedian, steadyLength } from './plausibility'

/** Three axes (x, y, z) over time, as one file of Sensor Logger has them. */
export type AxisTable = {
  readonly timestampsMs: Float64Array<ArrayBuffer>
  readonly columns: readonly Float32Array<ArrayBuffer>[]
  readonly notes: readonly RecordingNote[]
}

/** What metadata.csv names the phone's system. */
export type PhonePlatform = 'ios' | 'android'

/** The files that acceleration can come from. */
export type AccelerationTables = {
  readonly total?: AxisTable
  readonly user?: AxisTable
  readonly gravity?: AxisTable
  readonly uncalibrated?: AxisTable
}

/** Acceleration in g, pointing up at rest. */
export type Acceleration = {
  readonly timestampsMs: Float64Array<ArrayBuffer>
  readonly x: Float32Array<ArrayBuffer>
  readonly y: Float32Array<ArrayBuffer>
  readonly z: Float32Array<ArrayBuffer>
  readonly hasGravity: boolean
  readonly notes: readonly RecordingNote[]
}

const metresPerSecSquaredPerG = 9.80665
/** Around these lengths of its steady part a signal with gravity gives away its unit. */
const gravityUnits = [
  { name: 'm/s²', perG: metresPerSecSquaredPerG, min: 6.5, max: 13 },
  { name: 'g', perG: 1, min: 0.75, max: 1.3 },
  { name: 'thousandths of g', perG: 1000, min: 750, max: 1300 },
] as const
/** Below this, in m/s², nothing steady is in the signal: gravity has been taken out. */
const maxSteadyWithoutGravity = 5
/** Gravity turns with the phone, so it is not drawn straight over a longer hole. */
const maxGravityGapMs = 250
const gravityAdvice =
  'lying, sitting and standing cannot be told apart. Export TotalAcceleration.csv (Android) or Gravity.csv (iPhone) with it.'

/**
 * Makes acceleration with gravity, in g and pointing up at rest, from what a recording has: TotalAcceleration, else Accelerometer (without
 * gravity) plus Gravity, else AccelerometerUncalibrated (with gravity), else Accelerometer alone, which is then without.
 *
 * Files are in m/s^2, the uncalibrated one of an iPhone in g. An iPhone's axes point the other way (a phone on its back has Gravity
 * z = -9.8, Android +9.8) unless "Standardise Units & Frames" was on, so all three change sign. Only Android writes
 * TotalAcceleration, so without metadata.csv its absence means an iPhone.
 */
export function composeAcceleration(
  tables: AccelerationTables,
  platform: PhonePlatform | undefined,
  isStandardised: boolean,
): Acceleration | undefined {
  const source = chooseSource(tables)
  if (source === undefined) return undefined
  const isIphone = (platform ?? (tables.total ? 'android' : 'ios')) === 'ios'
  const sign = isIphone && !isStandardised ? -1 : 1
  const [x, y, z] = source.columns.map((column) => column.map((value) => (sign * value) / source.perG))
  if (!x || !y || !z) return undefined
  const notes = [...source.notes]
  if (platform === undefined && source.hasGravity && !tables.total) {
    notes.push({
      kind: 'gravity',
      message: 'Without Metadata.csv it is not known which way the axes point; they were taken for those of an iPhone.',
    })
  }
  return { timestampsMs: source.timestampsMs, x, y, z, hasGravity: source.hasGravity, notes }
}

type Source = {
  readonly timestampsMs: Float64Array<ArrayBuffer>
  readonly columns: readonly Float32Array<ArrayBuffer>[]
  readonly perG: number
  readonly hasGravity: boolean
  readonly notes: readonly RecordingNote[]
}

function chooseSource({ total, user, gravity, uncalibrated }: AccelerationTables): Source | undefined {
  if (total && total.timestampsMs.length > 0) return withOwnGravity('TotalAcceleration.csv', total)
  if (user && user.timestampsMs.length > 0) {
    const steady = steadyPart(user)
    // Phones that cannot take gravity out write it into Accelerometer.csv.
    if (steady > maxSteadyWithoutGravity) return withOwnGravity('Accelerometer.csv', user)
    if (gravity && gravity.timestampsMs.length > 0) return addGravity(user, gravity)
    if (uncalibrated && uncalibrated.timestampsMs.length > 0) return withOwnGravity('AccelerometerUncalibrated.csv', uncalibrated)
    if (isAtRestInG(steady) && isAtRestInG(sampleMedian(lengthsOf(user)))) return withOwnGravity('Accelerometer.csv', user)
    return withoutGravity('Accelerometer.csv', user)
  }
  return uncalibrated && uncalibrated.timestampsMs.length > 0 ? withOwnGravity('AccelerometerUncalibrated.csv', uncalibrated) : undefined
}

/** Without gravity, in m/s², the steady part may be as long when the phone moves; but not its whole length as well. */
function isAtRestInG(length: number): boolean {
  return length > 0.85 && length < 1.2
}

function lengthsOf({ timestampsMs, columns: [x, y, z] }: AxisTable): Float64Array {
  return timestampsMs.map((_, index) => Math.hypot(x?.[index] ?? Number.NaN, y?.[index] ?? Number.NaN, z?.[index] ?? Number.NaN))
}

function steadyPart({ timestampsMs, columns: [x, y, z] }: AxisTable): number {
  return x && y && z ? steadyLength(timestampsMs, x, y, z) : Number.NaN
}

/** A file that should hold gravity: its steady part says in which unit, and whether that is true. */
function withOwnGravity(fileName: string, table: AxisTable): Source {
  const { timestampsMs, columns } = table
  const steady = steadyPart(table)
  const unit = gravityUnits.find(({ min, max }) => steady >= min && steady <= max)
  if (unit === undefined) {
    if (!(steady > maxSteadyWithoutGravity)) return withoutGravity(fileName, table)
    throw new AppError(
      'FILE_UNREADABLE',
      `${fileName}: the steady part of the acceleration is ${Number(steady.toPrecision(3))} long. Expected gravity, 9.8 m/s² (or 1 g).`,
    )
  }
  const isUsual = unit.name === 'm/s²' || fileName.startsWith('AccelerometerUncalibrated')
  const notes: RecordingNote[] = isUsual
    ? []
    : [
        {
          kind: 'unit',
          message: `${fileName}: acceleration was taken to be in ${unit.name} instead of m/s², as gravity is ${steady.toFixed(2)}.`,
        },
      ]
  return { timestampsMs, columns, perG: unit.perG, hasGravity: true, notes }
}

function withoutGravity(fileName: string, { timestampsMs, columns }: AxisTable): Source {
  const notes: RecordingNote[] = [{ kind: 'gravity', message: `${fileName} is without gravity, so ${gravityAdvice}` }]
  return { timestampsMs, columns, perG: metresPerSecSquaredPerG, hasGravity: false, notes }
}

/** Adds gravity at the times of the acceleration; an iPhone gives both at the same times, Android does not. */
function addGravity(user: AxisTable, gravity: AxisTable): Source {
  const { timestampsMs } = user
  const length = sampleMedian(lengthsOf(gravity))
  const unit = gravityUnits.find(({ min, max }) => length >= min && length <= max)
  if (unit === undefined) {
    throw new AppError(
      'FILE_UNREADABLE',
      `Gravity.csv: its values are ${Number(length.toPrecision(3))} long. Expected gravity, 9.8 m/s² (or 1 g).`,
    )
  }
  const scale = metresPerSecSquaredPerG / unit.perG
  let matchedCount = 0
  const columns = user.columns.map((column, axis) => {
    const steady = interpolateAt(timestampsMs, gravity.timestampsMs, gravity.columns[axis] ?? new Float32Array(0))
    matchedCount = steady.reduce((count, value) => (Number.isNaN(value) ? count : count + 1), 0)
    return column.map((value, index) => value + scale * (steady[index] ?? Number.NaN))
  })
  const notes: RecordingNote[] = []
  if (unit.name !== 'm/s²') notes.push({ kind: 'unit', message: `Gravity.csv was taken to be in ${unit.name} instead of m/s².` })
  if (matchedCount === 0) return withoutGravity('Gravity.csv is from another time and Accelerometer.csv', user)
  if (matchedCount < timestampsMs.length) {
    notes.push({
      kind: 'gravity',
      message: `Gravity.csv lacks ${timestampsMs.length - matchedCount} of ${timestampsMs.length} moments of Accelerometer.csv; those were left out.`,
    })
  }
  return { timestampsMs, columns, perG: metresPerSecSquaredPerG, hasGravity: true, notes }
}

/** The values of a series at other times, straight between its samples; NaN beyond its ends and in holes. */
function interpolateAt(atMs: Float64Array, timestampsMs: Float64Array, values: Float32Array): Float32Array {
  const result = new Float32Array(atMs.length).fill(Number.NaN)
  let right = 0
  for (let index = 0; index < atMs.length; index++) {
    const moment = atMs[index] ?? Number.NaN
    while (right < timestampsMs.length && (timestampsMs[right] ?? Infinity) < moment) right++
    const rightMs = timestampsMs[right]
    const leftMs = timestampsMs[right - 1]
    if (rightMs === moment) result[index] = values[right] ?? Number.NaN
    else if (rightMs !== undefined && leftMs !== undefined && rightMs - leftMs <= maxGravityGapMs) {
      const share = (moment - leftMs) / (rightMs - leftMs)
      result[index] = (values[right - 1] ?? Number.NaN) * (1 - share) + (values[right] ?? Number.NaN) * share
    }
  }
  return result
}
