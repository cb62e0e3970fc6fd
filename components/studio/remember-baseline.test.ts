import { expect, test } from 'vitest'

import { rememberBaseline } from './remember-baseline'

const baseline = { formatVersion: 1, sourceName: 'e4.zip', startMs: 1, endMs: 2, means: { heartRate: 60 } } as const

const memoryOf = (stored: Map<string, string>) => () => ({
  getItem: (key: string) => stored.get(key) ?? null,
  setItem: (key: string, value: string) => void stored.set(key, value),
  removeItem: (key: string) => void stored.delete(key),
})

test('a baseline is kept, recalled and forgotten', async () => {
  const stored = new Map<string, string>()
  const memory = rememberBaseline(memoryOf(stored))
  expect(await memory.recall()).toBeUndefined()
  memory.keep(baseline)
  expect(await memory.recall()).toEqual(baseline)
  memory.forget()
  expect([...stored]).toEqual([])
})

test('what is stored but no baseline counts as none, and so does a storage that is forbidden', async () => {
  expect(await rememberBaseline(memoryOf(new Map([['attune-baseline', '{"means":"x"}']]))).recall()).toBeUndefined()
  const forbidden = rememberBaseline(() => {
    throw new Error('SecurityError')
  })
  forbidden.keep(baseline)
  expect(await forbidden.recall()).toBeUndefined()
})
