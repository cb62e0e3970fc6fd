import type { TimeLayout } from '@/lib/core/signal/table-mapping'

import { colonByte, minusByte, nineByte, plusByte, quoteByte, spaceByte, zeroByte } from './ascii-bytes'
import { inferEpochUnit } from './epoch-time'

type CalendarOrder = Extract<TimeLayout, { kind: 'calendar' }>['order']

const textDecoder = new TextDecoder()
const textEncoder = new TextEncoder()
const msPerMinute = 60_000
const msPerHour = 3_600_000

/** Two-digit years are of this century: nothing that is read here is older. */
const century = 2000
const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
/** Names of zones that devices write; hours east of Greenwich. */
const zoneHours: Readonly<Record<string, number>> = {
  UTC: 0,
  GMT: 0,
  Z: 0,
  WET: 0,
  WEST: 1,
  CET: 1,
  CEST: 2,
  EET: 2,
  EEST: 3,
  BST: 1,
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
  JST: 9,
  KST: 9,
}

const datePart = String.raw`(\d{1,4})[-./](\d{1,2})[-./](\d{1,4})`
const clockPart = String.raw`(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,:](\d{1,9}))?)?\s*([AaPp])?\.?(?:[Mm]\.?)?`
const zonePart = String.raw`\s*(Z|[A-Z]{3,4}|(?:UTC|GMT)?[-+]\d{1,2}(?::?\d{2})?)?(?:\[[^\]]*\])?`
const numericPattern = new RegExp(`^${datePart}(?:[ T,_]+${clockPart}${zonePart})?$`)
const namedPattern = new RegExp(
  String.raw`^(?:[A-Za-z]{2,9}\.?,? )?(?:(\d{1,2})\.? ([A-Za-z]{3,9})\.?|([A-Za-z]{3,9})\.? (\d{1,2})),? (?:(\d{4}),? (?:at )?)?${clockPart}${zonePart}(?: (\d{4}))?$`,
)
const clockPattern = new RegExp(`^${clockPart}$`)

/** Reads one cell with a date and a time of day, Unix epoch ms; NaN where it is empty, undefined where it is something else. */
export function parseCalendarTime(bytes: Uint8Array, from: number, to: number, order: CalendarOrder): number | undefined {
  let start = from
  let end = to
  while (start < end && isPadding(bytes[start])) start++
  while (end > start && isPadding(bytes[end - 1])) end--
  if (start === end) return Number.NaN
  return (
    (order === 'year-month-day' ? parseIsoTime(bytes, start, end) : undefined) ??
    parseTimeText(textDecoder.decode(bytes.subarray(start, end)), order)
  )
}

/** The same for a text; NaN where it is no date. */
export function parseCalendarText(text: string, order: CalendarOrder = 'year-month-day'): number {
  const bytes = textEncoder.encode(text)
  return parseCalendarTime(bytes, 0, bytes.length, order) ?? Number.NaN
}

/** The usual way to write it, '2026-03-14 10:00:00.125' with or without a zone, without making strings; undefined for any other. */
function parseIsoTime(bytes: Uint8Array, start: number, end: number): number | undefined {
  if (end - start < 19 || bytes[start + 4] !== minusByte || bytes[start + 7] !== minusByte || bytes[start + 13] !== colonByte)
    return undefined
  const year = digitsAt(bytes, start, 4)
  const month = digitsAt(bytes, start + 5, 2)
  const day = digitsAt(bytes, start + 8, 2)
  const hour = digitsAt(bytes, start + 11, 2)
  const minute = digitsAt(bytes, start + 14, 2)
  const second = digitsAt(bytes, start + 17, 2)
  let at = start + 19
  let fractionMs = 0
  if (
    at < end &&
    !isDigit(bytes[at]) &&
    isDigit(bytes[at + 1]) &&
    bytes[at] !== plusByte &&
    bytes[at] !== minusByte &&
    bytes[at] !== spaceByte
  ) {
    at++
    for (let scale = 100; at < end && isDigit(bytes[at]); at++, scale /= 10) fractionMs += scale * ((bytes[at] ?? 0) - zeroByte)
  }
  if (bytes[at] === spaceByte) at++
  const zoneMs = at === end ? undefined : (parseOffset(bytes, at, end) ?? parseZone(textDecoder.decode(bytes.subarray(at, end))))
  if (at < end && zoneMs === undefined) return undefined
  return toEpochMs({ year, month, day, hour, minute, second }, zoneMs, fractionMs)
}

/** So many digits as a number; NaN where one is none. */
function digitsAt(bytes: Uint8Array, at: number, count: number): number {
  let value = 0
  for (let index = at; index < at + count; index++) {
    const byte = bytes[index] ?? 0
    if (byte < zeroByte || byte > nineByte) return Number.NaN
    value = value * 10 + byte - zeroByte
  }
  return value
}

/** '+0200' or '+02:00', the usual zones, without making strings. */
function parseOffset(bytes: Uint8Array, at: number, end: number): number | undefined {
  const colonBytes = bytes[at + 3] === colonByte ? 1 : 0
  const sign = bytes[at] === plusByte ? 1 : bytes[at] === minusByte ? -1 : 0
  if (sign === 0 || end - at !== 5 + colonBytes) return undefined
  let digits = 0
  for (let index = at + 1; index < end; index++) {
    if (colonBytes === 1 && index === at + 3) continue
    if (!isDigit(bytes[index])) return undefined
    digits = digits * 10 + (bytes[index] ?? 0) - zeroByte
  }
  return sign * (Math.floor(digits / 100) * msPerHour + (digits % 100) * msPerMinute)
}

/** Any date and time that devices and spreadsheets write. */
function parseTimeText(text: string, order: CalendarOrder): number | undefined {
  const numeric = numericPattern.exec(text)
  if (numeric !== null) {
    const [, first = '', second = '', third = '', ...rest] = numeric
    const isYearFirst = first.length === 4
    const [year, month, day] = isYearFirst
      ? [first, second, third]
      : order === 'month-day-year'
        ? [third, first, second]
        : [third, second, first]
    return toClockMs(Number(year), Number(month), Number(day), rest)
  }
  const named = namedPattern.exec(text)
  if (named === null) return undefined
  const [, dayFirst, nameSecond, nameFirst, daySecond, yearBefore, hour, minute, second, fraction, half, zone, yearAfter] = named
  const month = monthNames.indexOf((nameSecond ?? nameFirst ?? '').slice(0, 3).toLowerCase()) + 1
  const year = yearBefore ?? yearAfter
  return year === undefined
    ? undefined
    : toClockMs(Number(year), month, Number(dayFirst ?? daySecond), [hour, minute, second, fraction, half, zone])
}

function toClockMs(year: number, month: number, day: number, clock: readonly (string | undefined)[]): number | undefined {
  const zoneText = clock[5]
  const zoneMs = zoneText === undefined ? undefined : parseZone(zoneText)
  const [hour, minute, second, fractionMs] = clockOf(clock)
  return toEpochMs({ year: year < 100 ? year + century : year, month, day, hour, minute, second }, zoneMs, fractionMs)
}

function clockOf([hour = '0', minute = '0', second = '0', fraction = '', half]: readonly (string | undefined)[]): [
  number,
  number,
  number,
  number,
] {
  const written = Number(hour)
  const isAfternoon = half?.toLowerCase() === 'p'
  const hourOfDay = half === undefined ? written : (written % 12) + (isAfternoon ? 12 : 0)
  return [hourOfDay, Number(minute), Number(second), fraction === '' ? 0 : Number(`0.${fraction}`) * 1000]
}

/** The time of day alone, ms since midnight; undefined where it is none. */
export function parseClockMs(text: string): number | undefined {
  const match = clockPattern.exec(text.trim())
  if (match === null) return undefined
  const [hour, minute, second, fractionMs] = clockOf(match.slice(1))
  return hour < 24 && minute < 60 && second < 60 ? hour * msPerHour + minute * msPerMinute + second * 1000 + fractionMs : undefined
}

/** An offset such as '+02:00', 'Z' or 'UTC+01:00', in ms; undefined for a name that is not known, whose time is then taken for the device's own. */
export function parseZone(text: string): number | undefined {
  const offset = /^(?:UTC|GMT)?([-+])(\d{1,2}):?(\d{2})?$/.exec(text)
  if (offset !== null) {
    const [, sign, hours = '0', minutes = '0'] = offset
    return (sign === '-' ? -1 : 1) * (Number(hours) * msPerHour + Number(minutes) * msPerMinute)
  }
  const hours = zoneHours[text.toUpperCase()]
  return hours === undefined ? undefined : hours * msPerHour
}

type WallTime = {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

const daysOfMonth = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
}

/** The last hour of local time that was looked up, since asking the zone's rules for every row is slow. */
const lastHour = { key: Number.NaN, epochMs: Number.NaN }

function toEpochMs(
  { year, month, day, hour, minute, second }: WallTime,
  zoneMs: number | undefined,
  fractionMs: number,
): number | undefined {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31 && hour <= 24 && minute <= 59 && second <= 60)) return undefined
  const withinHourMs = minute * msPerMinute + second * 1000 + fractionMs
  if (day > (month === 2 && isLeapYear(year) ? 29 : (daysOfMonth[month - 1] ?? 0))) return undefined
  const utcHourMs = Date.UTC(year, month - 1, day, hour)
  if (zoneMs !== undefined) return utcHourMs - zoneMs + withinHourMs
  if (lastHour.key !== utcHourMs) {
    lastHour.key = utcHourMs
    lastHour.epochMs = new Date(year, month - 1, day, hour).getTime()
  }
  return lastHour.epochMs + withinHourMs
}

/** The day that a time of day is on: the midnight before, in local time. */
export function midnightBefore(epochMs: number): number {
  return new Date(epochMs).setHours(0, 0, 0, 0)
}

/** How the times in a column are written, told from some of its cells; undefined where they are none. */
export function inferTimeLayout(cells: readonly string[], hasDecimalComma: boolean): TimeLayout | undefined {
  const filled = cells.filter((cell) => cell !== '')
  if (filled.length === 0) return undefined
  const numbers = filled.map((cell) =>
    /^[-+]?[\d.,]+(e[-+]?\d+)?$/i.test(cell) ? Number(hasDecimalComma ? cell.replace(',', '.') : cell) : Number.NaN,
  )
  if (numbers.every(Number.isFinite)) {
    const unit = inferEpochUnit(numbers[numbers.length >> 1] ?? Number.NaN)
    return unit === undefined ? undefined : { kind: 'epoch', unit: unit.name }
  }
  if (filled.every((cell) => parseClockMs(cell) !== undefined)) return { kind: 'clock' }
  const order = inferCalendarOrder(filled)
  const isCalendar = filled.every((cell) => !Number.isNaN(parseCalendarText(cell, order)))
  return isCalendar ? { kind: 'calendar', order } : undefined
}

/** A first number above 12 is a day, a second one too; where neither is, dots mean the day first and slashes the month, as most who write them do. */
function inferCalendarOrder(cells: readonly string[]): CalendarOrder {
  const parts = cells.flatMap((cell) => {
    const match = new RegExp(`^${datePart}`).exec(cell)
    return match === null ? [] : [{ first: match[1] ?? '', second: Number(match[2]) }]
  })
  if (parts.some(({ first }) => first.length === 4) || parts.length === 0) return 'year-month-day'
  if (parts.some(({ first }) => Number(first) > 12)) return 'day-month-year'
  if (parts.some(({ second }) => second > 12)) return 'month-day-year'
  return cells.some((cell) => /^\d+\//.test(cell)) ? 'month-day-year' : 'day-month-year'
}

function isPadding(byte: number | undefined): boolean {
  return byte === spaceByte || byte === quoteByte || byte === 13
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= zeroByte && byte <= nineByte
}
