import type { Stretch } from '@/lib/core/signal/assess-quality'
import type { Abstain } from '@/lib/core/state/abstain'
import { stressLabels } from '@/lib/core/state/labels'
import { middleMs } from '@/lib/core/state/own-stretches'
import type { Estimate } from '@/lib/core/state/user-state'

/** Times in seconds; the stress that is claimed, in percent; and that of which nothing is claimed: what uPlot takes for two lines. */
export type StressLines = [number[], (number | null)[], (number | null)[]]

const STRESS = stressLabels.indexOf('stress')
const MS_PER_SECOND = 1000
/** Estimates farther apart than so many of their usual steps have a gap between them. */
const GAP_STEP_COUNT = 2.5

/** The estimates of a view, with one beyond either end, so that a line leaves it where it should. */
export function estimatesInView(estimates: readonly Estimate[], { startMs, endMs }: Stretch): readonly Estimate[] {
  const first = estimates.findIndex((estimate) => middleMs(estimate) >= startMs)
  const last = estimates.findLastIndex((estimate) => middleMs(estimate) <= endMs)
  return estimates.slice(Math.max(0, (first < 0 ? estimates.length : first) - 1), last + 2)
}

/** The score of stress over time in percent; the lines break where windows are missing, and meet where claims end. */
export function stressLines(estimates: readonly Estimate[], abstain: Abstain, stepMs: number): StressLines {
  const lines: StressLines = [[], [], []]
  let before: { readonly atMs: number; readonly isSilent: boolean; readonly percent: number } | undefined
  for (const estimate of estimates) {
    const atMs = middleMs(estimate)
    const percent = (estimate.scores[STRESS] ?? 0) * 100
    const isSilent = abstain(estimate.confidence, estimate) !== undefined
    if (before !== undefined && atMs - before.atMs > GAP_STEP_COUNT * stepMs) {
      lines[0].push((atMs + before.atMs) / 2 / MS_PER_SECOND)
      lines[1].push(null)
      lines[2].push(null)
    } else if (before !== undefined && before.isSilent !== isSilent) {
      // Both lines have the point where they meet.
      lines[before.isSilent ? 1 : 2][lines[0].length - 1] = before.percent
    }
    lines[0].push(atMs / MS_PER_SECOND)
    lines[1].push(isSilent ? null : percent)
    lines[2].push(isSilent ? percent : null)
    before = { atMs, isSilent, percent }
  }
  return lines
}
