import type { Channel } from './recording'

/** How a column of times is written. */
export type TimeLayout =
  /** A count since 1970. */
  | { readonly kind: 'epoch'; readonly unit: 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds' }
  /** A count since the recording's start, or a clock that was set to zero there. */
  | { readonly kind: 'elapsed'; readonly unit: 'seconds' | 'milliseconds' | 'microseconds' | 'nanoseconds' | 'hh:mm:ss' }
  /** A date and a time of day; without a zone the time is the one of this device. */
  | { readonly kind: 'calendar'; readonly order: 'year-month-day' | 'day-month-year' | 'month-day-year' }
  /** A time of day alone. */
  | { readonly kind: 'clock' }

/** What a column of a table is. */
export type ColumnUse =
  | { readonly use: 'time'; readonly layout: TimeLayout }
  /** `unit` is a name from `unitsOfQuantity`; absent, it is told from the values. */
  | { readonly use: 'channel'; readonly channel: Channel; readonly unit?: string }
  | { readonly use: 'none' }

/** What the columns of a table are, as guessed or as corrected by a person. */
export type TableMapping = {
  /** One a column. */
  readonly columns: readonly ColumnUse[]
  /** Whether the acceleration holds gravity; absent, it is told from the values. */
  readonly hasGravity?: boolean
  /** Rows a second, for a table without a column of times. */
  readonly rateHz?: number
}

/** A table as a person is asked about it. */
export type TablePreview = {
  readonly fileName: string
  readonly columnNames: readonly string[]
  /** The first rows as they are written, one text a column. */
  readonly rows: readonly (readonly string[])[]
  /** What the columns seem to be. */
  readonly mapping: TableMapping
}

/** A table whose columns a person has said; `fileName` as in its preview. */
export type MappedTable = { readonly fileName: string; readonly mapping: TableMapping }

/** Whether a mapping says all that reading needs: a signal, and its time (beat intervals follow one another without one). */
export function isReadableMapping({ columns, rateHz }: TableMapping): boolean {
  const channels = columns.flatMap((use) => (use.use === 'channel' ? [use.channel] : []))
  const hasTime = rateHz !== undefined || columns.some(({ use }) => use === 'time')
  return channels.length > 0 && (hasTime || channels.every((channel) => channel === 'rrInterval'))
}
