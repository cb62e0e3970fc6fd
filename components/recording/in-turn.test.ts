import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { inTurn } from './in-turn'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

test('tasks come one after another, and what became due in the meantime comes between them', () => {
  const log: string[] = []
  for (const name of ['one', 'two', 'three'])
    inTurn(() => {
      log.push(name)
      setTimeout(() => log.push(`after ${name}`))
    })
  vi.runAllTimers()
  expect(log).toEqual(['one', 'after one', 'two', 'after two', 'three', 'after three'])
})

test('a task that was taken back is not done, and one that fails keeps nobody waiting', () => {
  const log: string[] = []
  inTurn(() => {
    throw new Error('no canvas')
  })
  const takeBack = inTurn(() => log.push('taken back'))
  inTurn(() => log.push('done'))
  takeBack()
  expect(() => vi.runAllTimers()).toThrow('no canvas')
  vi.runAllTimers()
  expect(log).toEqual(['done'])
})
