import { AppError } from '@/lib/core/app-error'
import { plausibleRange, unitsOfQuantity, type MeasureUnit, type Quantity } from '@/lib/core/signal/quantities'
import type { Channel, RecordingNote } from '@/lib/core/signal/recording'

import { dropOutOfRange, sampleMedian } from './plausibility'
import { convertValue, fitsUnit, inferUnit, tellingValue } from './resolve-unit'

/** What one sensor of one file gave, before its unit is settled and its order checked. */
export type SensorPart = {
  readonly fileName: string
  readonly quantity: Quantity
  /** Unix epoch ms; see `clock` for where they count from. */
  readonly timestampsMs: Float64Array<ArrayBuffer>
  /** x, y and z of acceleration and rotation, else one. */
  readonly columns: readonly Float32Array<ArrayBuffer>[]
  /** As the file or a person says; absent, the values tell. */
  readonly unitName?: string
  /** A person has said the unit, so it is not doubted. */
  readonly isUnitCertain?: boolean
  /** As the file or a person says; absent, the values tell. */
  readonly hasGravity?: boolean
  /** Which of several devices or apps measured, in one export of all of them. */
  readonly source?: string
  /** 'since-start' counts from the recording's start, 'of-day' from midnight. */
  readonly clock?: 'since-start' | 'of-day'
}

/** The channels of each quantity, in the order of a part's columns. */
export const channelsOfQuantity: Readonly<Record<Quantity, readonly Channel[]>> = {
  acceleration: ['accX', 'accY', 'accZ'],
  rotation: ['gyroX', 'gyroY', 'gyroZ'],
  pulseWave: ['bvp'],
  conductance: ['eda'],
  temperature: ['skinTemp'],
  heartRate: ['heartRate'],
  interval: ['rrInterval'],
}

const quantityWords: Readonly<Record<Quantity, string>> = {
  acceleration: 'acceleration',
  rotation: 'rotation',
  pulseWave: 'the pulse wave',
  conductance: 'skin conductance',
  temperature: 'skin temperature',
  heartRate: 'the heart rate',
  interval: 'the beat intervals',
}

/** A channel of which more than this is outside its range is not what its name says. */
const maxDroppedShare = 0.5

/** A part in the units of recordings. */
export type SettledPart = SensorPart & { readonly hasGravity?: boolean; readonly notes: readonly RecordingNote[] }

/**
 * Brings a part into the units of recordings, in place, and leaves out what no wearer can give.
 *
 * What a file says of its unit is believed where its values can be in it; where they fit another one, that is taken and said. Throws
 * FILE_UNREADABLE, naming the file and what was expected, where they fit none.
 */
export function settlePart(part: SensorPart): SettledPart {
  const { quantity, columns, fileName } = part
  if (quantity === 'heartRate' || quantity === 'interval') dropZeros(columns)
  const [usual] = unitsOfQuantity[quantity]
  const told = part.unitName === undefined ? undefined : (unitsOfQuantity[quantity].find(({ name }) => name === part.unitName) ?? usual)
  const value = tellingValue(quantity, part)
  const { unit, notes } = chooseUnit(part, told, value)
  for (const column of columns) {
    for (let index = 0; index < column.length; index++) column[index] = convertValue(column[index] ?? Number.NaN, unit)
  }
  const rangeNotes = quantity === 'pulseWave' ? [] : leaveOutImplausible(fileName, quantity, columns, unit)
  if (quantity !== 'acceleration') return { ...part, notes: [...notes, ...rangeNotes] }
  const hasGravity = part.hasGravity ?? fitsUnit(quantity, unit, value)
  const gravityNotes: RecordingNote[] = hasGravity
    ? []
    : [
        {
          kind: 'gravity',
          message: `${fileName} is without gravity, so lying, sitting and standing cannot be told apart. Export acceleration with gravity if you can.`,
        },
      ]
  return { ...part, hasGravity, notes: [...notes, ...rangeNotes, ...gravityNotes] }
}

/** A heart that stands still is a sensor without contact. */
function dropZeros(columns: readonly Float32Array[]) {
  for (const column of columns) {
    for (let index = 0; index < column.length; index++) if (!((column[index] ?? 0) > 0)) column[index] = Number.NaN
  }
}

type UnitChoice = { readonly unit: MeasureUnit; readonly notes: readonly RecordingNote[] }

function chooseUnit(
  { quantity, fileName, columns, hasGravity, isUnitCertain }: SensorPart,
  told: MeasureUnit | undefined,
  value: number,
): UnitChoice {
  const [usual] = unitsOfQuantity[quantity]
  if (told !== undefined && (isUnitCertain || fitsUnit(quantity, told, value))) return { unit: told, notes: [] }
  // Without gravity nothing in the values tells the unit.
  if (quantity === 'acceleration' && hasGravity === false && told !== undefined) return { unit: told, notes: [] }
  const inferred = inferUnit(quantity, value)
  // Acceleration without gravity may be steady at about 1 m/s² for a while, but its whole length is not that of 1 g as well.
  if (quantity === 'acceleration' && told !== undefined && inferred !== undefined && !isAtRest(columns, inferred))
    return { unit: told, notes: [] }
  const about = Number(value.toPrecision(3))
  if (inferred !== undefined) {
    const what = quantity === 'acceleration' ? 'gravity is' : quantity === 'rotation' ? 'its largest value is' : 'its values are about'
    const instead = told === undefined ? '' : ` instead of ${told.name}`
    const isUsual = told === undefined && inferred.name === usual.name
    return {
      unit: inferred,
      notes: isUsual
        ? []
        : [
            {
              kind: 'unit',
              message: `${fileName}: ${quantityWords[quantity]} was taken to be in ${inferred.name}${instead}, as ${what} ${about}.`,
            },
          ],
    }
  }
  if (Number.isNaN(value)) return { unit: told ?? usual, notes: [] }
  if (quantity === 'acceleration' && told !== undefined) return { unit: told, notes: [] }
  const names = unitsOfQuantity[quantity].map(({ name }) => name).join(', ')
  throw new AppError(
    'FILE_UNREADABLE',
    quantity === 'acceleration'
      ? `${fileName}: the steady part of the acceleration is ${about} long. Expected gravity, in one of ${names}; for acceleration without gravity, say the unit.`
      : `${fileName}: its values of ${quantityWords[quantity]} are about ${about}, which fits none of ${names}; is it another sensor's column?`,
  )
}

/** Whether the whole vector is as long as gravity, most of the time. */
function isAtRest([x, y, z]: readonly Float32Array[], unit: MeasureUnit): boolean {
  const lengths = x?.map((value, index) => Math.hypot(value, y?.[index] ?? Number.NaN, z?.[index] ?? Number.NaN)) ?? new Float32Array(0)
  return fitsUnit('acceleration', unit, sampleMedian(lengths))
}

function leaveOutImplausible(
  fileName: string,
  quantity: Exclude<Quantity, 'pulseWave'>,
  columns: readonly Float32Array[],
  unit: MeasureUnit,
): RecordingNote[] {
  const [min, max] = plausibleRange[quantity]
  const [{ name }] = unitsOfQuantity[quantity]
  let droppedCount = 0
  let presentCount = 0
  let firstDropped: number | undefined
  for (const column of columns) {
    for (const value of column) if (!Number.isNaN(value)) presentCount++
    const dropped = dropOutOfRange(column, min, max)
    droppedCount += dropped.droppedCount
    firstDropped ??= dropped.firstDropped
  }
  if (firstDropped === undefined) return []
  const found = `${droppedCount} of ${presentCount} values of ${quantityWords[quantity]} lie outside ${min} to ${max} ${name}`
  if (droppedCount > presentCount * maxDroppedShare) {
    throw new AppError('FILE_UNREADABLE', `${fileName}: ${found}, read as ${unit.name}. Is it another sensor's column, or another unit?`)
  }
  return [{ kind: 'skipped', message: `${fileName}: ${found} and were left out (the first is ${Number(firstDropped.toPrecision(4))}).` }]
}
