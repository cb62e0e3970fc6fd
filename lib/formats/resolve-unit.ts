import { plausibleRange, unitsOfQuantity, type MeasureUnit, type Quantity } from '@/lib/core/signal/quantities'

import { sampleMedian, steadyLength } from './plausibility'

/** The samples of one sensor, a column an axis. */
export type SensorSamples = { readonly timestampsMs: Float64Array; readonly columns: readonly Float32Array[] }

/** Gravity is this long, in g, within a tenth for the sensor's error and a quarter for a wearer who moves. */
const gravityRange = [0.72, 1.35] as const
/** The fastest gyroscopes end at 2000 degrees a second, which is 35 rad/s; in degrees, thousandths begin far above. */
const maxRadPerSec = 40
const maxDegreesPerSec = 4000

/** A value in the unit that recordings use. */
export function convertValue(value: number, { scale, offset = 0, isReciprocal }: MeasureUnit): number {
  return isReciprocal ? scale / value : scale * (value + offset)
}

/** The number that tells a sensor's unit, in the file's own unit: the length of gravity, the largest turn, else the middle value. */
export function tellingValue(quantity: Quantity, { timestampsMs, columns }: SensorSamples): number {
  if (quantity === 'acceleration') {
    const [x, y, z] = columns
    return x && y && z ? steadyLength(timestampsMs, x, y, z) : Number.NaN
  }
  if (quantity === 'rotation') {
    let largest = 0
    for (const column of columns) for (const value of column) if (Math.abs(value) > largest) largest = Math.abs(value)
    return largest
  }
  return sampleMedian(columns[0] ?? new Float32Array(0))
}

/** Whether values of this kind can be in this unit. */
export function fitsUnit(quantity: Quantity, unit: MeasureUnit, value: number): boolean {
  if (Number.isNaN(value)) return false
  switch (quantity) {
    case 'acceleration':
      return value * unit.scale >= gravityRange[0] && value * unit.scale <= gravityRange[1]
    case 'rotation':
      return value * unit.scale <= maxRadPerSec
    case 'pulseWave':
      return true
    case 'conductance':
    case 'temperature':
    case 'heartRate':
    case 'interval': {
      const [min, max] = plausibleRange[quantity]
      const converted = convertValue(value, unit)
      return converted >= min && converted <= max
    }
  }
}

/**
 * The unit that the values themselves speak for; undefined where none does.
 * A resistance and parts of 1/1024 (2 % from a thousandth) look like other units, so only a name or a person can tell them.
 */
export function inferUnit(quantity: Quantity, value: number): MeasureUnit | undefined {
  const units = unitsOfQuantity[quantity].filter(({ isReciprocal, name }) => !isReciprocal && !name.startsWith('1/1024'))
  if (quantity === 'rotation') {
    const [radians, degrees, thousandths] = units
    return value <= maxRadPerSec ? radians : value <= maxDegreesPerSec ? degrees : thousandths
  }
  const fitting = units.filter((unit) => fitsUnit(quantity, unit, value))
  if (quantity !== 'acceleration') return fitting[0]
  // Of neighbours, the one that makes gravity 1.
  return fitting.toSorted((one, other) => Math.abs(Math.log(value * one.scale)) - Math.abs(Math.log(value * other.scale)))[0]
}
