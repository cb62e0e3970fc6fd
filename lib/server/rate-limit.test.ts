import { describe, expect, test } from 'vitest'

import { createRateLimiter } from './rate-limit'

describe('a rate limiter of 60 a minute', () => {
  const countAllowed = (limit: ReturnType<typeof createRateLimiter>, caller: string, nowMs: number, requestCount: number) =>
    Array.from({ length: requestCount }, () => limit(caller, nowMs)).filter(({ isAllowed }) => isAllowed).length

  test('allows 60 at once, then one a second', () => {
    const limit = createRateLimiter({ perMinute: 60 })
    expect(countAllowed(limit, 'ada', 0, 100)).toBe(60)
    expect(countAllowed(limit, 'ada', 1_000, 100)).toBe(1)
    expect(countAllowed(limit, 'ada', 11_000, 100)).toBe(10)
  })

  test('tells in how many seconds the next one is allowed, and keeps its word', () => {
    const limit = createRateLimiter({ perMinute: 6 })
    expect(countAllowed(limit, 'ada', 0, 6)).toBe(6)
    expect(limit('ada', 1_000)).toEqual({ isAllowed: false, retryAfterSec: 9 })
    expect(limit('ada', 10_000).isAllowed).toBe(true)
  })

  test('never saves up more than a minute of requests, and takes no harm from a clock that goes back', () => {
    const limit = createRateLimiter({ perMinute: 60 })
    expect(countAllowed(limit, 'ada', 1_000_000, 10)).toBe(10)
    expect(countAllowed(limit, 'ada', 500_000, 100)).toBe(50)
    expect(countAllowed(limit, 'ada', 99_000_000, 100)).toBe(60)
  })

  test('counts each caller apart', () => {
    const limit = createRateLimiter({ perMinute: 60 })
    expect(countAllowed(limit, 'ada', 0, 100)).toBe(60)
    expect(countAllowed(limit, 'bob', 0, 100)).toBe(60)
  })

  test('remembers a bounded number of callers and forgets the one that was quiet longest', () => {
    const limit = createRateLimiter({ perMinute: 2, callerCount: 2 })
    expect(countAllowed(limit, 'ada', 0, 2)).toBe(2)
    expect(countAllowed(limit, 'bob', 0, 2)).toBe(2)
    expect(limit('ada', 0).isAllowed).toBe(false)
    limit('cy', 0)
    expect(limit('ada', 0).isAllowed).toBe(false)
    expect(limit('bob', 0).isAllowed).toBe(true)
  })
})
