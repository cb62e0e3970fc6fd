import 'server-only'

/** One caller's allowance: filled evenly, emptied by requests. */
type Bucket = { tokenCount: number; updatedAtMs: number }

/** Says whether a caller may go on; if not, in how many seconds. */
export type RateLimiter = (caller: string, nowMs: number) => { readonly isAllowed: boolean; readonly retryAfterSec: number }

/**
 * Makes a token bucket a caller, in memory: `perMinute` requests at once, then as many a minute. At most `callerCount` callers are
 * remembered; the one that was quiet longest is forgotten first, so a flood of new ones cannot fill the memory.
 */
export function createRateLimiter({ perMinute, callerCount = 10_000 }: { perMinute: number; callerCount?: number }): RateLimiter {
  const buckets = new Map<string, Bucket>()
  const tokensPerMs = perMinute / 60_000

  return (caller, nowMs) => {
    const bucket = buckets.get(caller) ?? { tokenCount: perMinute, updatedAtMs: nowMs }
    const elapsedMs = Math.max(0, nowMs - bucket.updatedAtMs)
    const tokenCount = Math.min(perMinute, bucket.tokenCount + elapsedMs * tokensPerMs)
    const isAllowed = tokenCount >= 1

    // Deleting first moves the caller to the end of the map, which is the order of forgetting.
    buckets.delete(caller)
    buckets.set(caller, { tokenCount: isAllowed ? tokenCount - 1 : tokenCount, updatedAtMs: nowMs })
    const [quietest] = buckets.keys()
    if (buckets.size > callerCount && quietest !== undefined) buckets.delete(quietest)

    return { isAllowed, retryAfterSec: isAllowed ? 0 : Math.ceil((1 - tokenCount) / tokensPerMs / 1000) }
  }
}
