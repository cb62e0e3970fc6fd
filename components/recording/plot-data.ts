import type { ChannelSeries } from '@/lib/core/signal/recording'
import type { Estimate } from '@/lib/core/state/user-state'

/** Times in seconds, and a value or a gap at each; what uPlot takes for one line. */
export type PlotLine = [number[], (number | null)[]]

const MS_PER_SECOND = 1000
/** Estimates farther apart than so many of their usual steps have a gap between them. */
const GAP_STEP_COUNT = 2.5

/** The middle of the stretch that an estimate speaks of, in seconds. */
export const middleSec = ({ startMs, endMs }: Estimate): number => (startMs + endMs) / 2 / MS_PER_SECOND

/** The usual time between estimates in seconds; 1 where there are fewer than two. */
export function stepSec(estimates: readonly Estimate[]): number {
  const steps = estimates.slice(1).map((estimate, index) => middleSec(estimate) - middleSec(estimates[index] ?? estimate))
  return steps.toSorted((one, other) => one - other)[steps.length >> 1] ?? 1
}

/** One label's score over time in percent; where windows are missing the line breaks. */
export function scoreLine(estimates: readonly Estimate[], labelIndex: number): PlotLine {
  const gapSec = GAP_STEP_COUNT * stepSec(estimates)
  const line: PlotLine = [[], []]
  estimates.forEach((estimate, index) => {
    const timeSec = middleSec(estimate)
    const before = estimates[index - 1]
    if (before !== undefined && timeSec - middleSec(before) > gapSec) {
      line[0].push((timeSec + middleSec(before)) / 2)
      line[1].push(null)
    }
    line[0].push(timeSec)
    line[1].push((estimate.scores[labelIndex] ?? 0) * 100)
  })
  return line
}

/** A series as means over equal stretches, so that no more is drawn than a screen can show; empty stretches are gaps. */
export function meanLine(series: ChannelSeries, binCount: number): PlotLine {
  const first = series.timestampsMs[0]
  const last = series.timestampsMs.at(-1)
  if (first === undefined || last === undefined) return [[], []]
  const binMs = Math.max(MS_PER_SECOND, (last - first) / binCount)
  const sums = new Map<number, { sum: number; count: number }>()
  series.timestampsMs.forEach((timestampMs, index) => {
    const value = series.values[index] ?? NaN
    if (Number.isNaN(value)) return
    const bin = Math.floor((timestampMs - first) / binMs)
    const { sum, count } = sums.get(bin) ?? { sum: 0, count: 0 }
    sums.set(bin, { sum: sum + value, count: count + 1 })
  })
  const line: PlotLine = [[], []]
  for (let bin = 0; bin * binMs <= last - first; bin += 1) {
    const mean = sums.get(bin)
    line[0].push((first + (bin + 0.5) * binMs) / MS_PER_SECOND)
    line[1].push(mean === undefined ? null : mean.sum / mean.count)
  }
  return line
}
