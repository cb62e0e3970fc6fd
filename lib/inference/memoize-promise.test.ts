import { describe, expect, it } from 'vitest'

import { memoizePromise } from './memoize-promise'

describe('memoizePromise', () => {
  it('produces a value once, also for callers at the same time', async () => {
    let count = 0
    const memo = memoizePromise(async (key: string) => `${key}${++count}`)
    expect(await Promise.all([memo.get('a'), memo.get('a'), memo.get('b')])).toEqual(['a1', 'a1', 'b2'])
  })

  it('forgets a failure, so that the next call tries again', async () => {
    let count = 0
    const memo = memoizePromise(async () => {
      if (++count === 1) throw new Error('first')
      return count
    })
    await expect(memo.get('a')).rejects.toThrow('first')
    expect(await memo.get('a')).toBe(2)
  })

  it('lists what was produced and leaves out what failed', async () => {
    const memo = memoizePromise(async (key: number) => {
      if (key < 0) throw new Error('negative')
      return key
    })
    await Promise.allSettled([memo.get(1), memo.get(-1), memo.get(2)])
    expect(await memo.settled()).toEqual([1, 2])
  })
})
