import type { Stretch } from '../signal/assess-quality'
import type { Estimate } from './user-state'

/** Estimates whose middles lie farther apart than so many of their usual steps have a gap between them. */
const GAP_STEP_COUNT = 2.5
const MS_PER_SECOND = 1000

/** The middle of the stretch that an estimate speaks of, Unix epoch ms. */
export const middleMs = ({ startMs, endMs }: Stretch): number => (startMs + endMs) / 2

/** The usual time between the middles of estimates in ms; a second where there are fewer than two. */
export function estimateStepMs(estimates: readonly Estimate[]): number {
  const steps = new Float64Array(Math.max(0, estimates.length - 1))
  for (let index = 0; index < steps.length; index += 1) {
    const [one, other] = [estimates[index], estimates[index + 1]]
    steps[index] = one === undefined || other === undefined ? NaN : middleMs(other) - middleMs(one)
  }
  return steps.sort()[steps.length >> 1] ?? MS_PER_SECOND
}

/** The estimate whose middle is nearest to a moment, if it is no farther from it than a step; estimates come in order of time. */
export function estimateAt(estimates: readonly Estimate[], atMs: number, stepMs: number): Estimate | undefined {
  let low = 0
  let high = estimates.length
  while (low < high) {
    const middle = (low + high) >> 1
    const estimate = estimates[middle]
    if (estimate !== undefined && middleMs(estimate) < atMs) low = middle + 1
    else high = middle
  }
  const distance = (estimate: Estimate | undefined) => (estimate === undefined ? Infinity : Math.abs(middleMs(estimate) - atMs))
  const [before, after] = [estimates[low - 1], estimates[low]]
  const nearest = distance(before) < distance(after) ? before : after
  return distance(nearest) <= stepMs ? nearest : undefined
}

/** Neighbouring estimates that belong together, and the stretch that they own. */
export type EstimateRun = Stretch & { readonly estimates: readonly Estimate[] }

/**
 * Cuts estimates, in order of time, into runs: at gaps, and wherever `kindOf` changes.
 *
 * Windows overlap; here each estimate owns but the step around its middle, as it is drawn, and no moment has two owners.
 */
export function runsOf<Kind>(
  estimates: readonly Estimate[],
  kindOf: (estimate: Estimate) => Kind,
): readonly (EstimateRun & { readonly kind: Kind })[] {
  const stepMs = estimateStepMs(estimates)
  const runs: (Stretch & { readonly kind: Kind; readonly estimates: Estimate[] })[] = []
  let lastMs = -Infinity
  for (const estimate of estimates) {
    const atMs = middleMs(estimate)
    const kind = kindOf(estimate)
    const run = runs.at(-1)
    const isNear = atMs - lastMs <= GAP_STEP_COUNT * stepMs
    lastMs = atMs
    if (run !== undefined && isNear && run.kind === kind) {
      run.estimates.push(estimate)
      runs[runs.length - 1] = { ...run, endMs: atMs + stepMs / 2 }
      continue
    }
    // A step that is a little late leaves no seam.
    const startMs = run !== undefined && isNear ? run.endMs : atMs - stepMs / 2
    runs.push({ kind, estimates: [estimate], startMs, endMs: atMs + stepMs / 2 })
  }
  return runs
}
