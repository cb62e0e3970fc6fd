import { quantityOfChannel, unitsOfQuantity, type Quantity } from '@/lib/core/signal/quantities'
import type { Channel } from '@/lib/core/signal/recording'
import type { ColumnUse, TableMapping, TimeLayout } from '@/lib/core/signal/table-mapping'

import { inferTimeLayout } from './parse-time'
import { sampleMedian } from './plausibility'
import { fitsUnit, inferUnit } from './resolve-unit'
import { numbersOf, type TextTable } from './text-table'

const axes = ['x', 'y', 'z'] as const
type Axis = (typeof axes)[number]

/** Words in a column's name for each channel of one column, in several languages; and words that mean something else made of them. */
const channelWords: readonly { readonly channel: Channel; readonly is: RegExp; readonly isNot?: RegExp }[] = [
  {
    channel: 'rrInterval',
    is: /\b(rr|r r|rri|rr ?interval\w*|rr ?int|ibi|nn|nni|ppi|pp|pp interval|p p interval|inter ?beat interval|beat interval|interbeat)\b/,
    isNot: /rms|sdnn|pnn|error|quality|count|mean|std/,
  },
  {
    channel: 'heartRate',
    is: /\b(heart ?rate|heartratebpm|hr|bpm|pulse rate|pulse|beats per minute|beats a minute|herzfrequenz|puls|fr[eé]quence cardiaque|frecuencia card[ií]aca|frequenza cardiaca|hartslag)\b/,
    isNot:
      /variab|\bhrv\b|\b(max|min|resting|rest|target|lowest|highest)\b|zone|reserve|recovery|confidence|quality|source|alert|deviation/,
  },
  {
    channel: 'eda',
    is: /\b(eda|gsr|scl|electrodermal|skin conduct\w*|galvanic|conductance|usiemens|hautleit\w*|conductancia|conductivit[eé]\w*)\b/,
    isNot: /range|peak|count|scr|resist/,
  },
  { channel: 'bvp', is: /\b(bvp|ppg\d*|pleth\w*|blood volume pulse|pulse wave)\b/, isNot: /quality/ },
  {
    channel: 'skinTemp',
    is: /\b(skin temp\w*|wrist temp\w*|temp|temperature|temperatur|skin celsius|temperatura|temp[eé]rature)\b/,
    isNot: /ambient|bmp|pressure|battery|cpu|environment|device|air|room|deviation|delta|relative|core/,
  },
]
const resistanceWords = /\bresist\w*\b/
const timeWords =
  /\b(time|timestamp|timestamps|date|datetime|zeit|datum|uhrzeit|temps|heure|fecha|hora|tempo|seconds|secs|elapsed|epoch|unix|recorded|t|ts|utc)\b/
const accelerationWords = /\b(acc\w*|beschleunigung|linear)\b/
const rotationWords = /\b(gyr\w*|rotation\w*|angular\w*|rotrate)\b/
const otherAxesWords = /\b(mag\w*|orientation|quaternion|gravity|compass|location|euler|roll|pitch|yaw)\b/
const withoutGravityWords = /\b(lineare?|user|without g|no gravity|ohne g)\b/
/** A time since a start has steps up to here; in seconds for slow channels, in thousandths for fast ones. */
const longestStepSec = 5

/** What the columns of a table seem to be, by their names first and by their values where those say nothing. */
export function guessColumns(table: TextTable): TableMapping {
  const names = table.columnNames.map(toWords)
  const uses: ColumnUse[] = names.map(() => ({ use: 'none' }))
  const axisGroups = groupAxes(names)
  const acceleration = chooseAcceleration(axisGroups)
  const rotation = axisGroups.find(({ kind, columns }) => kind === 'rotation' && columns.size === axes.length)
  const plain = axisGroups.find(({ kind, columns }) => kind === 'plain' && columns.size === axes.length)
  const put = (channel: Channel, column: number | undefined) => {
    if (column === undefined || uses[column]?.use !== 'none') return
    const unit = unitInName(quantityOfChannel[channel], table.columnNames[column] ?? '')
    uses[column] = { use: 'channel', channel, ...(unit === undefined ? {} : { unit }) }
  }
  const putAxes = (group: AxisGroup | undefined, prefix: 'acc' | 'gyro') => {
    put(`${prefix}X`, group?.columns.get('x'))
    put(`${prefix}Y`, group?.columns.get('y'))
    put(`${prefix}Z`, group?.columns.get('z'))
  }
  putAxes(rotation, 'gyro')
  putAxes(acceleration ?? (rotation === undefined ? plain : undefined), 'acc')
  for (const { channel, is, isNot } of channelWords) {
    const matches = names.flatMap((name, column) =>
      is.test(name) && isNot?.test(name) !== true && isNumeric(table, column) ? [column] : [],
    )
    put(channel, matches[0])
  }
  if (!uses.some((use) => use.use === 'channel' && use.channel === 'eda')) {
    put(
      'eda',
      names.findIndex((name, column) => resistanceWords.test(name) && isNumeric(table, column)),
    )
  }
  const timeColumns = guessTime(table, names, uses)
  for (const { column, layout } of timeColumns) uses[column] = { use: 'time', layout }
  if (names.every((name) => name === '')) guessByValues(table, uses)
  const isLinear = acceleration?.isWithoutGravity === true
  return { columns: uses, ...(isLinear ? { hasGravity: false } : {}) }
}

/** A name in lower case with its words apart: 'AccelX' and 'acc_x' become 'accel x' and 'acc x'. */
function toWords(name: string): string {
  return name
    .replaceAll(/([a-z])([XYZ])(?=$|[^a-z])/g, '$1 $2')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

type AxisGroup = {
  readonly kind: 'acceleration' | 'rotation' | 'plain' | 'other'
  readonly isWithoutGravity: boolean
  readonly columns: Map<Axis, number>
}

/** Columns whose names differ in x, y and z only. */
function groupAxes(names: readonly string[]): AxisGroup[] {
  const groups = new Map<string, AxisGroup>()
  names.forEach((name, column) => {
    const match = /^(?:(.*?)\s)?([agw]?)([xyz])(?:\s(.*))?$/.exec(name)
    if (match === null) return
    const [, before = '', letter = '', axis = 'x', after = ''] = match
    // 'gx' is rotation, 'x (g)' acceleration in g.
    const words = [before, letter === '' ? '' : `${letter}axis`, after].filter((word) => word !== '').join(' ')
    const group = groups.get(words) ?? {
      kind: kindOf(words),
      isWithoutGravity: withoutGravityWords.test(words),
      columns: new Map<Axis, number>(),
    }
    groups.set(words, group)
    const key = axes.find((candidate) => candidate === axis)
    if (key !== undefined && !group.columns.has(key)) group.columns.set(key, column)
  })
  return [...groups.values()]
}

function kindOf(words: string): AxisGroup['kind'] {
  if (otherAxesWords.test(words)) return 'other'
  if (/\b(rad|deg|dps|mdps|gaxis|waxis)\b/.test(words)) return 'rotation'
  if (/\b(m s 2|m s2|m s²|mg|g|aaxis)\b/.test(words)) return 'acceleration'
  if (rotationWords.test(words)) return 'rotation'
  if (accelerationWords.test(words)) return 'acceleration'
  return /\b(ut|tesla|gauss|flux)\b/.test(words) ? 'other' : 'plain'
}

function chooseAcceleration(groups: readonly AxisGroup[]): AxisGroup | undefined {
  const whole = groups.filter(({ kind, columns }) => kind === 'acceleration' && columns.size === axes.length)
  return whole.find(({ isWithoutGravity }) => !isWithoutGravity) ?? whole[0]
}

function isNumeric(table: TextTable, column: number): boolean {
  return numbersOf(table, column).some((value) => !Number.isNaN(value))
}

const unitWords: Readonly<Record<Quantity, readonly (readonly [RegExp, string])[]>> = {
  acceleration: [
    [/m ?\/ ?\(? ?s ?(\^?2|²|\/s)|m\*?s\^?-2/i, 'm/s²'],
    [/\bmg\b|\bmilli-?g/i, 'thousandths of g'],
    [/[[(_ ]g[\])]?$|[[(]g[\])]/i, 'g'],
  ],
  rotation: [
    [/rad/i, 'rad/s'],
    [/mdps|millideg/i, 'thousandths of a degree/s'],
    [/dps|deg|°/i, 'degrees/s'],
  ],
  pulseWave: [],
  conductance: [
    [/k\s?(ohms?|Ω|Ω)/i, 'kΩ'],
    [/ohms?|Ω|Ω/i, 'Ω'],
    [/\bnS\b/, 'nS'],
    [/[µμu]s\b|usiemens|micro ?siemens|mcs/i, 'µS'],
  ],
  temperature: [
    [/fahrenheit|°\s?f|deg\s?f|[[(_]f[\])]?$/i, '°F'],
    [/kelvin|[[(_]k[\])]?$/i, 'K'],
    [/celsius|°\s?c|deg\s?c|[[(_]c[\])]?$/i, '°C'],
  ],
  heartRate: [[/bpm|min/i, 'beats a minute']],
  interval: [
    [/1\/1024/i, '1/1024 s'],
    [/\bms\b|_ms|milli/i, 'ms'],
    [/[[(_ ]s(ec\w*)?[\])]?$|seconds/i, 's'],
  ],
}

/** The unit that a column's name tells; undefined where it tells none. */
export function unitInName(quantity: Quantity, name: string): string | undefined {
  const told = unitWords[quantity].find(([pattern]) => pattern.test(name))?.[1]
  return unitsOfQuantity[quantity].find((unit) => unit.name === told)?.name
}

type TimeColumn = { readonly column: number; readonly layout: TimeLayout }

/** The column of times, or a date and a time of day that lie apart. A time since 1970 or with a date is worth more than one since a start. */
function guessTime(table: TextTable, names: readonly string[], uses: readonly ColumnUse[]): readonly TimeColumn[] {
  const candidates = names.flatMap((name, column): TimeColumn[] => {
    if (uses[column]?.use !== 'none') return []
    const isNamed = timeWords.test(name)
    const layout = inferTimeLayout(
      table.rows.map((row) => row[column] ?? ''),
      table.layout.hasDecimalComma,
    )
    // A person's number looks like a time as well, but stays the same.
    if (layout !== undefined && (isNamed || layout.kind !== 'epoch' || isRising(numbersOf(table, column)))) return [{ column, layout }]
    const elapsed = isNamed || (column === 0 && names.length > 1) ? guessElapsed(table, column, names[column] ?? '') : undefined
    return elapsed === undefined ? [] : [{ column, layout: elapsed }]
  })
  const ofKind = (kind: TimeLayout['kind']) => candidates.find(({ layout }) => layout.kind === kind)
  const calendar = ofKind('calendar')
  const clock = ofKind('clock')
  const epoch = ofKind('epoch')
  if (epoch !== undefined) return [epoch]
  if (calendar !== undefined) {
    const hasClock = table.rows.some((row) => /\d:\d/.test(row[calendar.column] ?? ''))
    return !hasClock && clock !== undefined ? [calendar, clock] : [calendar]
  }
  const only = clock ?? ofKind('elapsed')
  return only === undefined ? [] : [only]
}

/** A column of numbers that never falls counts from a start; its name tells the unit, else the size of its steps. */
function guessElapsed(table: TextTable, column: number, words: string): TimeLayout | undefined {
  const values = numbersOf(table, column)
  if (!isRising(values)) return undefined
  const steps = values.slice(1).map((value, index) => value - (values[index] ?? Number.NaN))
  const named = elapsedUnits.find(({ word }) => word.test(words))?.unit
  return { kind: 'elapsed', unit: named ?? unitOfStep(sampleMedian(steps.filter((step) => step > 0))) }
}

/** Whether numbers never fall, and rise somewhere. */
function isRising(values: readonly number[]): boolean {
  const pairs = values.slice(1).map((value, index) => [values[index] ?? Number.NaN, value] as const)
  return pairs.every(([before, after]) => after >= before) && pairs.some(([before, after]) => after > before)
}

const elapsedUnits = [
  { word: /\b(ns|nano\w*)\b/, unit: 'nanoseconds' },
  { word: /\b(us|µs|μs|micro\w*)\b/, unit: 'microseconds' },
  { word: /\b(ms|milli\w*|msec)\b/, unit: 'milliseconds' },
  { word: /\b(s|sec|secs|seconds)\b/, unit: 'seconds' },
] as const

/** Sensors measure a thousand times a second to once in a few seconds: each unit has its own stretch of such steps. */
function unitOfStep(step: number): 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds' {
  if (step <= longestStepSec) return 'seconds'
  if (step <= longestStepSec * 1000) return 'milliseconds'
  return step <= longestStepSec * 1e6 ? 'microseconds' : 'nanoseconds'
}

/** A table without a header: three columns that are as long as gravity together are acceleration, one of beat intervals or a heart rate is that. */
function guessByValues(table: TextTable, uses: ColumnUse[]) {
  const free = uses.flatMap(({ use }, column) => (use === 'none' && isNumeric(table, column) ? [column] : []))
  if (free.length >= axes.length) {
    const [x = 0, y = 0, z = 0] = free
    const columns = [x, y, z].map((column) => numbersOf(table, column))
    const length = sampleMedian(
      columns[0]?.map((value, row) => Math.hypot(value, columns[1]?.[row] ?? Number.NaN, columns[2]?.[row] ?? Number.NaN)) ?? [],
    )
    if (inferUnit('acceleration', length) === undefined) return
    uses[x] = { use: 'channel', channel: 'accX' }
    uses[y] = { use: 'channel', channel: 'accY' }
    uses[z] = { use: 'channel', channel: 'accZ' }
    return
  }
  const [column] = free
  if (column === undefined) return
  const value = sampleMedian(numbersOf(table, column))
  const isInterval = inferUnit('interval', value) !== undefined
  const [beatsAMinute] = unitsOfQuantity.heartRate
  if (isInterval) uses[column] = { use: 'channel', channel: 'rrInterval' }
  else if (fitsUnit('heartRate', beatsAMinute, value)) uses[column] = { use: 'channel', channel: 'heartRate' }
}
