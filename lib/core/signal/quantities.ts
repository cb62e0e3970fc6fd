import type { Channel } from './recording'

/** What a channel measures; the channels of one quantity share their units. */
export const quantities = ['acceleration', 'rotation', 'pulseWave', 'conductance', 'temperature', 'heartRate', 'interval'] as const

/** One of the quantities. */
export type Quantity = (typeof quantities)[number]

/** The quantity of each channel. */
export const quantityOfChannel: Readonly<Record<Channel, Quantity>> = {
  accX: 'acceleration',
  accY: 'acceleration',
  accZ: 'acceleration',
  gyroX: 'rotation',
  gyroY: 'rotation',
  gyroZ: 'rotation',
  bvp: 'pulseWave',
  eda: 'conductance',
  skinTemp: 'temperature',
  heartRate: 'heartRate',
  rrInterval: 'interval',
}

/** A unit that files use. A value in the unit of `channelUnits` is `scale * (value + offset)`, or `scale / value` for a reciprocal unit. */
export type MeasureUnit = {
  /** For people, and its key within the quantity: 'm/s²'. */
  readonly name: string
  readonly scale: number
  readonly offset?: number
  /** A resistance instead of a conductance. */
  readonly isReciprocal?: boolean
}

/** 1 g in m/s², by definition. */
export const METRES_PER_SEC_SQUARED_PER_G = 9.80665

const countsPerG = [64, 256, 512, 1024, 2048, 4096, 8192, 16_384].map((count): MeasureUnit => ({ name: `1/${count} g`, scale: 1 / count }))

/** The units of each quantity; the first is the one that every recording uses. */
export const unitsOfQuantity: Readonly<Record<Quantity, readonly [MeasureUnit, ...MeasureUnit[]]>> = {
  acceleration: [
    { name: 'g', scale: 1 },
    { name: 'm/s²', scale: 1 / METRES_PER_SEC_SQUARED_PER_G },
    { name: 'thousandths of g', scale: 0.001 },
    ...countsPerG,
  ],
  rotation: [
    { name: 'rad/s', scale: 1 },
    { name: 'degrees/s', scale: Math.PI / 180 },
    { name: 'thousandths of a degree/s', scale: Math.PI / 180_000 },
  ],
  pulseWave: [{ name: 'as measured', scale: 1 }],
  conductance: [
    { name: 'µS', scale: 1 },
    { name: 'nS', scale: 0.001 },
    { name: 'S', scale: 1e6 },
    { name: 'kΩ', scale: 1000, isReciprocal: true },
    { name: 'Ω', scale: 1e6, isReciprocal: true },
  ],
  temperature: [
    { name: '°C', scale: 1 },
    { name: '°F', scale: 1 / 1.8, offset: -32 },
    { name: 'K', scale: 1, offset: -273.15 },
  ],
  heartRate: [
    { name: 'beats a minute', scale: 1 },
    { name: 'beats a second', scale: 60 },
  ],
  interval: [
    { name: 'ms', scale: 1 },
    { name: 's', scale: 1000 },
    { name: '1/1024 s', scale: 1000 / 1024 },
  ],
}

/** What a living wearer and a whole sensor can give, in the unit of `channelUnits`; a pulse wave has no bounds. */
export const plausibleRange: Readonly<Record<Exclude<Quantity, 'pulseWave'>, readonly [min: number, max: number]>> = {
  acceleration: [-32, 32],
  rotation: [-80, 80],
  conductance: [0, 100],
  temperature: [5, 50],
  heartRate: [25, 250],
  interval: [240, 2400],
}
