import { median } from './median'

/** How long a run takes once warm. */
export type Timing = { readonly medianMs: number } | { readonly note: string }

/** When to stop timing. */
export type TimingLimits = { readonly runCount: number; readonly warmUpLimitMs: number; readonly timedLimitMs: number }

/** At start-up: measuring must not keep a listener waiting, and a backend that is slower than this is none to choose. */
export const startUpLimits: TimingLimits = { runCount: 5, warmUpLimitMs: 1500, timedLimitMs: 500 }

/** For the bench, which wants a figure of slow backends too. */
export const benchLimits: TimingLimits = { runCount: 30, warmUpLimitMs: Infinity, timedLimitMs: 4000 }

/** Runs once to warm up (kernels are compiled then), and then until a limit is reached. */
export async function timeRuns(run: () => Promise<unknown>, limits: TimingLimits, nowMs: () => number): Promise<Timing> {
  const warmUpStartMs = nowMs()
  await run()
  const warmUpMs = nowMs() - warmUpStartMs
  if (warmUpMs > limits.warmUpLimitMs) return { note: `Too slow to start: ${(warmUpMs / 1000).toFixed(1)} s for the first run.` }
  const durationsMs: number[] = []
  const startMs = nowMs()
  while (durationsMs.length < limits.runCount && nowMs() - startMs < limits.timedLimitMs) {
    const runStartMs = nowMs()
    await run()
    durationsMs.push(nowMs() - runStartMs)
  }
  const medianMs = median(durationsMs)
  return medianMs === undefined ? { note: 'Too slow to be timed.' } : { medianMs }
}
