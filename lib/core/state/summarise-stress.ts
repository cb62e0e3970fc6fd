import type { Stretch } from '../signal/assess-quality'
import type { Abstain, Abstention } from './abstain'
import { arousalOf } from './arousal'
import { findHighStretch, findLowStretch, type LevelStretch } from './find-stretch'
import { stressLabels } from './labels'
import { runsOf } from './own-stretches'
import type { Estimate } from './user-state'

/** A stretch of which the model says nothing, and why. */
export type SilentStretch = Stretch & { readonly abstention: Abstention }

/** What a wearable's recording says in a few stretches. */
export type StressSummary = {
  /** Where stress is more likely than not, the longest and highest such episode; its level is the mean score of stress, 0..1. */
  readonly mostStressed?: LevelStretch
  /** Where arousal is lowest on average; its level is the mean score of stress, 0..1. Only where that is calmer than `mostStressed`. */
  readonly calmest?: LevelStretch
  /** Of which nothing is said, in order of time. */
  readonly silent: readonly SilentStretch[]
  readonly silentMs: number
  /** How much the estimates cover in all, ms. */
  readonly readMs: number
}

const STRESS = stressLabels.indexOf('stress')
/** More likely than not. */
const STRESSED_SCORE = 0.5
/** A shorter episode is a few windows' doubt. */
const SHORTEST_EPISODE_MS = 60_000
/** Calm is sought over this share of the recording, within bounds. */
const CALM_SHARE = 1 / 6
const SHORTEST_CALM_MS = 2 * 60_000
const LONGEST_CALM_MS = 15 * 60_000

const stressOf = ({ scores }: Estimate): number => scores[STRESS] ?? NaN

/** Finds where a recording looks most stressed, where it is calmest, and where the model says nothing. */
export function summariseStress(estimates: readonly Estimate[], abstain: Abstain): StressSummary {
  const runs = runsOf(estimates, (estimate) => abstain(estimate.confidence, estimate))
  const spoken = runs.filter(({ kind }) => kind === undefined)
  const silent = runs.flatMap(({ kind, startMs, endMs }) => (kind === undefined ? [] : [{ startMs, endMs, abstention: kind }]))
  const lengthOf = (stretches: readonly Stretch[]) => stretches.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)
  const readMs = lengthOf(runs)
  const high = findHighStretch(spoken, stressOf, STRESSED_SCORE)
  const mostStressed = high !== undefined && lengthOf([high]) >= SHORTEST_EPISODE_MS ? high : undefined
  const calmMs = Math.min(LONGEST_CALM_MS, Math.max(SHORTEST_CALM_MS, readMs * CALM_SHARE))
  const low = findLowStretch(spoken, ({ scores }) => arousalOf(scores), calmMs)
  const lowStress = low && meanStress(estimates, low)
  const isCalm = lowStress !== undefined && lowStress < (mostStressed?.level ?? STRESSED_SCORE)
  return {
    ...(mostStressed === undefined ? {} : { mostStressed }),
    ...(low !== undefined && isCalm ? { calmest: { ...low, level: lowStress } } : {}),
    silent,
    silentMs: lengthOf(silent),
    readMs,
  }
}

function meanStress(estimates: readonly Estimate[], { startMs, endMs }: Stretch): number {
  const inside = estimates.filter((estimate) => {
    const atMs = (estimate.startMs + estimate.endMs) / 2
    return atMs >= startMs && atMs <= endMs
  })
  return inside.reduce((sum, estimate) => sum + stressOf(estimate), 0) / inside.length
}
