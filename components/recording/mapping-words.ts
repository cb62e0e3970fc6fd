import { quantityOfChannel, unitsOfQuantity } from '@/lib/core/signal/quantities'
import { channelNames, type Channel } from '@/lib/core/signal/recording'
import type { ColumnUse, TimeLayout } from '@/lib/core/signal/table-mapping'

type Option = { readonly value: string; readonly words: string }

const channelWords: Readonly<Record<Channel, string>> = {
  accX: 'Acceleration x',
  accY: 'Acceleration y',
  accZ: 'Acceleration z',
  gyroX: 'Rotation x',
  gyroY: 'Rotation y',
  gyroZ: 'Rotation z',
  bvp: 'Pulse wave',
  eda: 'Skin conductance',
  skinTemp: 'Skin temperature',
  heartRate: 'Heart rate',
  rrInterval: 'Beat interval',
}

/** What a column may be. */
export const kindOptions: readonly Option[] = [
  { value: 'none', words: 'Leave out' },
  { value: 'time', words: 'Time' },
  ...channelNames.map((channel) => ({ value: channel, words: channelWords[channel] })),
]

const timeLayouts: readonly { readonly layout: TimeLayout; readonly words: string }[] = [
  { layout: { kind: 'epoch', unit: 'seconds' }, words: 'Unix time in seconds' },
  { layout: { kind: 'epoch', unit: 'milliseconds' }, words: 'Unix time in milliseconds' },
  { layout: { kind: 'epoch', unit: 'microseconds' }, words: 'Unix time in microseconds' },
  { layout: { kind: 'epoch', unit: 'nanoseconds' }, words: 'Unix time in nanoseconds' },
  { layout: { kind: 'calendar', order: 'year-month-day' }, words: 'Date: year, month, day' },
  { layout: { kind: 'calendar', order: 'day-month-year' }, words: 'Date: day, month, year' },
  { layout: { kind: 'calendar', order: 'month-day-year' }, words: 'Date: month, day, year' },
  { layout: { kind: 'clock' }, words: 'Time of day' },
  { layout: { kind: 'elapsed', unit: 'seconds' }, words: 'Seconds since the start' },
  { layout: { kind: 'elapsed', unit: 'milliseconds' }, words: 'Milliseconds since the start' },
  { layout: { kind: 'elapsed', unit: 'microseconds' }, words: 'Microseconds since the start' },
  { layout: { kind: 'elapsed', unit: 'nanoseconds' }, words: 'Nanoseconds since the start' },
  { layout: { kind: 'elapsed', unit: 'hh:mm:ss' }, words: 'Clock since the start' },
]
const usualTimeLayout: TimeLayout = { kind: 'epoch', unit: 'seconds' }
const keyOf = (layout: TimeLayout) => JSON.stringify(layout, Object.keys(layout).toSorted())
/** The unit is told from the values. */
const fromValues = ''

/** Which of `kindOptions` a column is. */
export const kindKey = (use: ColumnUse): string => (use.use === 'channel' ? use.channel : use.use)

/** A column that becomes another of `kindOptions`, its unit to be told from the values. */
export const columnOfKind = (key: string, before: ColumnUse): ColumnUse => {
  if (key === kindKey(before)) return before
  if (key === 'time') return { use: 'time', layout: usualTimeLayout }
  const channel = channelNames.find((name) => name === key)
  return channel === undefined ? { use: 'none' } : { use: 'channel', channel }
}

/** How the column may be written; none where it is left out. */
export const writtenOptions = (use: ColumnUse): readonly Option[] => {
  if (use.use === 'none') return []
  if (use.use === 'time') return timeLayouts.map(({ layout, words }) => ({ value: keyOf(layout), words }))
  const units = unitsOfQuantity[quantityOfChannel[use.channel]]
  return [{ value: fromValues, words: 'Unit: tell from the values' }, ...units.map(({ name }) => ({ value: name, words: name }))]
}

/** Which of `writtenOptions` a column is written as. */
export const writtenKey = (use: ColumnUse): string =>
  use.use === 'time' ? keyOf(use.layout) : use.use === 'channel' ? (use.unit ?? fromValues) : ''

/** A column that is written as another of `writtenOptions`. */
export const columnWrittenAs = (use: ColumnUse, key: string): ColumnUse => {
  if (use.use === 'none') return use
  if (use.use === 'time') return { use: 'time', layout: timeLayouts.find(({ layout }) => keyOf(layout) === key)?.layout ?? use.layout }
  return { use: 'channel', channel: use.channel, ...(key === fromValues ? {} : { unit: key }) }
}
