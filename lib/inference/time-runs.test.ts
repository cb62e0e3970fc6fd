import { describe, expect, it } from 'vitest'

import { timeRuns } from './time-runs'

/** A clock that only runs move: the first by warmUpMs, each later one by the next of laterMs. */
function fakeRuns(warmUpMs: number, laterMs: readonly number[]) {
  let nowMs = 0
  let runCount = 0
  return {
    nowMs: () => nowMs,
    run: async () => {
      nowMs += runCount === 0 ? warmUpMs : (laterMs[(runCount - 1) % laterMs.length] ?? 0)
      runCount++
    },
    runCount: () => runCount,
  }
}

const limits = { runCount: 5, warmUpLimitMs: 1500, timedLimitMs: 500 }

describe('timeRuns', () => {
  it('gives the median of the runs after the warm-up', async () => {
    const runs = fakeRuns(400, [3, 50, 2, 4, 5])
    expect(await timeRuns(runs.run, limits, runs.nowMs)).toEqual({ medianMs: 4 })
  })

  it('gives a backend up whose first run takes longer than the limit', async () => {
    const runs = fakeRuns(2100, [3])
    expect(await timeRuns(runs.run, limits, runs.nowMs)).toEqual({ note: 'Too slow to start: 2.1 s for the first run.' })
    expect(runs.runCount()).toBe(1)
  })

  it('stops timing when the time is up, with what it has', async () => {
    const runs = fakeRuns(400, [300])
    expect(await timeRuns(runs.run, limits, runs.nowMs)).toEqual({ medianMs: 300 })
    expect(runs.runCount()).toBe(3)
  })
})
