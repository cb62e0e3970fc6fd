import { expect, test } from 'vitest'

import type { ColumnUse } from '@/lib/core/signal/table-mapping'

import { kindKey, columnOfKind, kindOptions, columnWrittenAs, writtenKey, writtenOptions } from './mapping-words'

test('a column can become anything and be written in every way that is offered', () => {
  for (const { value } of kindOptions) {
    const use = columnOfKind(value, { use: 'none' })
    expect(kindKey(use)).toBe(value)
    const offered = writtenOptions(use).map((option) => option.value)
    expect(new Set(offered).size).toBe(offered.length)
    for (const key of offered) expect(writtenKey(columnWrittenAs(use, key))).toBe(key)
  }
})

test('what was guessed is among what is offered', () => {
  const guesses: readonly ColumnUse[] = [
    { use: 'time', layout: { kind: 'calendar', order: 'day-month-year' } },
    { use: 'time', layout: { kind: 'elapsed', unit: 'hh:mm:ss' } },
    { use: 'channel', channel: 'eda', unit: 'kΩ' },
    { use: 'channel', channel: 'accX' },
  ]
  for (const guess of guesses) {
    expect(writtenOptions(guess).map(({ value }) => value)).toContain(writtenKey(guess))
    expect(columnOfKind(kindKey(guess), guess)).toEqual(guess)
  }
})
