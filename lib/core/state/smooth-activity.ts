import type { Estimate } from './user-state'

/** The mean time that an activity lasts. */
const STAY_SEC = 40
/** How much of a window's evidence is its own: neighbours share half their samples. */
const EVIDENCE_SHARE = 0.6
/** No score rules an activity out. */
const SMALLEST_SCORE = 1e-3
/** After a silence of this length nothing is known of before. */
const LONGEST_SILENCE_MS = 10_000

/** Smooths a stream: `push` returns the estimate as those before it make it likely. */
export type ActivitySmoother = { push(estimate: Estimate): Estimate }

/** Makes a causal smoother: a hidden Markov model whose activity stays, or changes to any other alike (forward pass). */
export function createActivitySmoother(): ActivitySmoother {
  let belief: readonly number[] | undefined
  let lastEndMs = -Infinity
  return {
    push(estimate) {
      const silenceMs = estimate.endMs - lastEndMs
      const isKnown = belief !== undefined && silenceMs <= LONGEST_SILENCE_MS
      const moved = isKnown ? move(belief ?? [], silenceMs) : estimate.scores.map(() => 1)
      belief = normalise(moved.map((share, label) => share * evidence(estimate, label)))
      lastEndMs = estimate.endMs
      return { ...estimate, scores: belief }
    },
  }
}

/** Smooths a whole recording, each estimate from those before and after it (forward and backward pass); as many as went in, in order. */
export function smoothActivity(estimates: readonly Estimate[]): readonly Estimate[] {
  const smoother = createActivitySmoother()
  const forward = estimates.map((estimate) => smoother.push(estimate))
  let later: readonly number[] | undefined
  const smoothed = [...forward]
  for (let index = forward.length - 1; index >= 0; index -= 1) {
    const here = forward[index]
    const raw = estimates[index]
    if (here === undefined || raw === undefined) continue
    if (later !== undefined)
      smoothed[index] = { ...here, scores: normalise(here.scores.map((share, label) => share * (later?.[label] ?? 1))) }
    const silenceMs = raw.endMs - (estimates[index - 1]?.endMs ?? -Infinity)
    const weighed = normalise(raw.scores.map((_, label) => (later?.[label] ?? 1) * evidence(raw, label)))
    // The chain is the same in both directions.
    later = silenceMs <= LONGEST_SILENCE_MS ? normalise(move(weighed, silenceMs)) : undefined
  }
  return smoothed
}

/** Where a belief has moved after some time: it stays, or changes to any other label alike. */
function move(belief: readonly number[], durationMs: number): readonly number[] {
  const changeShare = 1 - Math.exp(-Math.max(0, durationMs) / 1000 / STAY_SEC)
  const otherCount = Math.max(1, belief.length - 1)
  const total = belief.reduce((sum, share) => sum + share, 0)
  return belief.map((share) => share * (1 - changeShare) + ((total - share) * changeShare) / otherCount)
}

const evidence = (estimate: Estimate, label: number): number => Math.max(estimate.scores[label] ?? 0, SMALLEST_SCORE) ** EVIDENCE_SHARE

function normalise(shares: readonly number[]): readonly number[] {
  const sum = shares.reduce((total, share) => total + share, 0)
  return shares.map((share) => share / sum)
}
