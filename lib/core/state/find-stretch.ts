import type { Stretch } from '../signal/assess-quality'
import { middleMs, type EstimateRun } from './own-stretches'
import type { Estimate } from './user-state'

/** A stretch and the mean level in it. */
export type LevelStretch = Stretch & { readonly level: number }

/**
 * The stretch in which a level stays above a threshold the longest and the highest: the largest sum of what exceeds it, within one run
 * (Kadane's algorithm), so that a short dip does not cut an episode in two. Undefined where the level is nowhere above it.
 */
export function findHighStretch(
  runs: readonly EstimateRun[],
  levelOf: (estimate: Estimate) => number,
  threshold: number,
): LevelStretch | undefined {
  let best: { readonly run: EstimateRun; readonly first: number; readonly last: number; readonly sum: number } | undefined
  for (const run of runs) {
    let first = 0
    let sum = 0
    for (const [last, estimate] of run.estimates.entries()) {
      if (sum <= 0) {
        sum = 0
        first = last
      }
      sum += levelOf(estimate) - threshold
      if (sum > (best?.sum ?? 0)) best = { run, first, last, sum }
    }
  }
  return best && partOf(best.run, best.first, best.last, levelOf)
}

/**
 * The stretch of about a length in which the mean level is the lowest, within one run; where every run is shorter, the longest run whole.
 * Undefined without runs.
 */
export function findLowStretch(
  runs: readonly EstimateRun[],
  levelOf: (estimate: Estimate) => number,
  lengthMs: number,
): LevelStretch | undefined {
  const longestMs = Math.max(...runs.map(({ startMs, endMs }) => endMs - startMs))
  const wantedMs = Math.min(lengthMs, longestMs)
  let best: { readonly run: EstimateRun; readonly first: number; readonly last: number; readonly mean: number } | undefined
  for (const run of runs) {
    const runMs = run.endMs - run.startMs
    if (runMs < wantedMs) continue
    const count = Math.max(1, Math.round((run.estimates.length * wantedMs) / runMs))
    let sum = 0
    for (const [last, estimate] of run.estimates.entries()) {
      sum += levelOf(estimate)
      const leaving = run.estimates[last - count]
      if (leaving !== undefined) sum -= levelOf(leaving)
      if (last < count - 1) continue
      const mean = sum / count
      if (mean < (best?.mean ?? Infinity)) best = { run, first: last - count + 1, last, mean }
    }
  }
  return best && partOf(best.run, best.first, best.last, levelOf)
}

/** Some neighbours of a run as a stretch: to its ends, or half-way to the neighbours that stay out. */
function partOf(run: EstimateRun, first: number, last: number, levelOf: (estimate: Estimate) => number): LevelStretch {
  const between = (one: Estimate | undefined, other: Estimate | undefined, end: number) =>
    one === undefined || other === undefined ? end : (middleMs(one) + middleMs(other)) / 2
  const inside = run.estimates.slice(first, last + 1)
  return {
    startMs: between(run.estimates[first - 1], run.estimates[first], run.startMs),
    endMs: between(run.estimates[last], run.estimates[last + 1], run.endMs),
    level: inside.reduce((sum, estimate) => sum + levelOf(estimate), 0) / inside.length,
  }
}
