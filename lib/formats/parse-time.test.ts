import { afterEach, describe, expect, test, vi } from 'vitest'

import { inferTimeLayout, parseCalendarText, parseClockMs } from './parse-time'

const tenOClock = Date.UTC(2026, 2, 14, 10)

afterEach(() => vi.unstubAllEnvs())

describe('a date and time of day', () => {
  test.each([
    { text: '2026-03-14T10:00:00Z' },
    { text: '2026-03-14 10:00:00+00:00' },
    { text: '2026-03-14T11:00:00.000+01:00' },
    { text: '2026-03-14 05:00:00 -0500' },
    { text: '2026-03-14 10:00:00 UTC' },
    { text: '2026/03/14 10:00:00.000 GMT' },
    { text: '14.03.2026 10:00:00Z', order: 'day-month-year' },
    { text: '14-03-2026, 10:00 UTC', order: 'day-month-year' },
    { text: '3/14/2026 10:00:00 AM Z', order: 'month-day-year' },
    { text: '03/14/26 10:00:00Z', order: 'month-day-year' },
    { text: 'Sat Mar 14 03:00:00 PDT 2026' },
    { text: '14 Mar 2026 10:00:00 UTC' },
    { text: 'March 14, 2026 10:00:00 Z' },
    { text: '2026-03-14T11:00:00+01:00[Europe/Berlin]' },
  ] as const)('$text is ten o’clock in Greenwich', ({ text, ...rest }) => {
    expect(parseCalendarText(text, 'order' in rest ? rest.order : 'year-month-day')).toBe(tenOClock)
  })

  test('keeps its fraction, with a point or a comma, to the microsecond', () => {
    expect(parseCalendarText('2026-03-14 10:00:00.125250Z')).toBeCloseTo(tenOClock + 125.25, 3)
    expect(parseCalendarText('2026-03-14 10:00:00,125Z')).toBe(tenOClock + 125)
  })

  test('without a zone is the time of this device, daylight saving time included', () => {
    vi.stubEnv('TZ', 'Europe/Berlin')
    expect(parseCalendarText('2026-03-14 11:00:00')).toBe(tenOClock)
    expect(parseCalendarText('2026-07-14 12:00:00')).toBe(Date.UTC(2026, 6, 14, 10))
  })

  test.each(['2026-02-30 10:00:00', '2026-13-01 10:00:00', '2026-03-14 25:00:00', 'yesterday', '12', '2026-03-14 10:61:00'])(
    '%s is none',
    (text) => {
      expect(parseCalendarText(text)).toBeNaN()
    },
  )
})

test('a time of day alone is read with or without its halves', () => {
  const ms = ((10 * 60 + 5) * 60 + 7) * 1000
  expect(parseClockMs('10:05:07')).toBe(ms)
  expect(parseClockMs('10:05:07,31')).toBe(ms + 310)
  expect(parseClockMs('10:05:07.31 AM')).toBe(ms + 310)
  expect(parseClockMs('10:05:07\u202FPM')).toBe(ms + 12 * 3_600_000)
  expect(parseClockMs('12:05:07 AM')).toBe(ms - 10 * 3_600_000)
  expect(parseClockMs('25:00')).toBeUndefined()
})

describe('how a column of times is written', () => {
  test.each([
    { cells: ['1773482400', '1773482401'], layout: { kind: 'epoch', unit: 'seconds' } },
    { cells: ['1773482400000'], layout: { kind: 'epoch', unit: 'milliseconds' } },
    { cells: ['1773482400000000'], layout: { kind: 'epoch', unit: 'microseconds' } },
    { cells: ['1773482400000000000'], layout: { kind: 'epoch', unit: 'nanoseconds' } },
    { cells: ['10:00:00', '10:00:01'], layout: { kind: 'clock' } },
    { cells: ['2026-03-14 10:00:00', ''], layout: { kind: 'calendar', order: 'year-month-day' } },
    { cells: ['03/04/2026 10:00', '25/04/2026 10:00'], layout: { kind: 'calendar', order: 'day-month-year' } },
    { cells: ['3/14/2026 10:00'], layout: { kind: 'calendar', order: 'month-day-year' } },
    { cells: ['03.04.2026 10:00'], layout: { kind: 'calendar', order: 'day-month-year' } },
    { cells: ['0.5', '0.6'], layout: undefined },
    { cells: ['a', 'b'], layout: undefined },
  ])('$cells', ({ cells, layout }) => {
    expect(inferTimeLayout(cells, false)).toEqual(layout)
  })
})
