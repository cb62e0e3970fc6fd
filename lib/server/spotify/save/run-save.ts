import 'server-only'

import { pauseAfter } from '../pause-after'
import { callTimeoutMs, type SpotifyApi } from '../spotify-api'

import { checkStep } from './check-step'
import { coverStep } from './cover-step'
import { createStep, describeStep } from './create-step'
import { replaceStep } from './replace-step'
import { LeaseLost, SaveLater, type FindNextBest, type OnReadBack, type SaveContext, type SaveStep } from './save-context'
import type { SaveJob, SaveStore } from './save-job'
import { withoutPlaylist, type SaveProgress } from './save-progress'
import { writeStep } from './write-step'

/** How long a process may work on a listener's saves without a sign of life: no call of its own may still be under way afterwards. */
export const leaseMs = 4 * callTimeoutMs

/** What Spotify refuses so often it will not take. */
const refusalLimit = 8

const steps: Readonly<Record<Exclude<SaveProgress['step'], 'end'>, SaveStep>> = {
  create: createStep,
  describe: describeStep,
  write: writeStep,
  check: checkStep,
  replace: replaceStep,
  cover: coverStep,
}

/** What a save needs to be run; the process that runs it has the lease. */
export type SaveRun = {
  readonly store: SaveStore
  /** Of the save's listener; `beforeCall` comes before each call. */
  readonly createApi: (beforeCall: () => Promise<void>) => SpotifyApi
  readonly findNextBest: FindNextBest
  /** Told what Spotify says of the songs that were read back. */
  readonly onReadBack: OnReadBack
  readonly ownerId: string
  readonly now: () => number
}

/** Runs a save until it is done, has to wait, or fails for good; each of these is written down. False where another process took it over. */
export async function runSave(run: SaveRun, startedJob: SaveJob): Promise<boolean> {
  let job = startedJob
  let leasedUntilMs = 0
  const keep = async (change: Partial<SaveJob>) => {
    const nowMs = run.now()
    const changed = { ...job, ...change }
    const lease = { listenerId: job.listenerId, ownerId: run.ownerId, nowMs, untilMs: nowMs + leaseMs }
    if (!(await run.store.write(changed, lease))) throw new LeaseLost()
    job = changed
    leasedUntilMs = lease.untilMs
  }
  const context: SaveContext = {
    api: run.createApi(async () => {
      if (leasedUntilMs - run.now() < leaseMs / 2) await keep({})
    }),
    store: run.store,
    findNextBest: run.findNextBest,
    onReadBack: run.onReadBack,
    job: () => job,
    record: (change) => keep({ progress: { ...job.progress, ...change } }),
  }
  try {
    while (job.status === 'open' && (await takeStep(context, keep, run.now)));
    return true
  } catch (error) {
    if (error instanceof LeaseLost) return false
    throw error
  }
}

/** Takes the next step and writes down what became of it; tells whether there is another to be taken now. */
async function takeStep(context: SaveContext, keep: (change: Partial<SaveJob>) => Promise<void>, now: () => number): Promise<boolean> {
  const { step } = context.job().progress
  try {
    const change = step === 'end' ? {} : await steps[step](context)
    const { problem: _solved, ...progress } = { ...context.job().progress, ...change, failureCount: 0 }
    await keep({ progress, status: progress.step === 'end' ? 'done' : 'open', runAfterMs: now() })
    return true
  } catch (error) {
    if (error instanceof LeaseLost) throw error
    await keep(afterFailure(context.job(), error, now()))
    return false
  }
}

/** What follows from a failure: a time to go on, waiting for the listener, or the end. */
function afterFailure(job: SaveJob, error: unknown, nowMs: number): Partial<SaveJob> {
  if (error instanceof SaveLater) return { runAfterMs: nowMs + error.afterMs }
  const failureCount = job.progress.failureCount + 1
  const { code, message, runAfterMs } = pauseAfter(error, failureCount, nowMs)
  const failed: SaveProgress = { ...job.progress, failureCount, problem: { code, message } }
  if (failureCount >= refusalLimit && (code === 'SPOTIFY_REFUSED' || code === 'INTERNAL')) return { progress: failed, status: 'failed' }
  const isStillGone = code === 'SPOTIFY_GONE' && job.progress.problem?.code === 'SPOTIFY_GONE' && job.progress.step !== 'create'
  return { progress: isStillGone ? { ...failed, ...withoutPlaylist } : failed, runAfterMs }
}
