import { AppError } from '@/lib/core/app-error'
import type { ChannelSeries, Recording } from '@/lib/core/signal/recording'

/** So many recordings stay in the worker: one for each of the studio's cards. */
const HELD_COUNT = 2
/** Copying more than this at once, in bytes, would keep the page from answering where a machine is slow. */
const LARGEST_STEP_BYTES = 8_000_000

/** A recording on its way to the worker, its samples to be moved there. */
export type Handover = {
  readonly recordingId: number
  readonly recording: Recording
  readonly transfer: ArrayBuffer[]
}

/** The recordings that the worker holds, so that hours of samples are handed to it once and not with each question about them. */
export type HeldRecordings = {
  /**
   * Asks about a recording by its number in the worker, which is given it first where it lacks it. Rejects with INFERENCE_FAILED where
   * the worker goes, or the recording is forgotten, while it is copied.
   */
  ask<Answer>(recording: Recording, question: (recordingId: number) => Promise<Answer>): Promise<Answer>
  /** Nobody will ask about the recording: the worker is told to let go of it. */
  forget(recording: Recording): void
  /** The worker has gone, and what it held with it. */
  forgetAll(): void
}

/** Keeps account of what a worker holds; `handOver` resolves when it has what it was given, `drop` tells it what to let go of. */
export function createHeldRecordings(handOver: (handover: Handover) => Promise<void>, drop: (recordingId: number) => void): HeldRecordings {
  /** By their last use, the latest last. */
  let held: readonly { readonly recording: Recording; readonly recordingId: number }[] = []
  const underWay = new Map<Recording, Promise<void>>()
  /** Those whose copying is for nothing. */
  const abandoned = new Set<Recording>()
  let lastId = 0

  const give = async (original: Recording) => {
    const { recording, transfer } = await copyInSteps(original)
    if (abandoned.has(original)) throw new AppError('INFERENCE_FAILED', `${original.fileName} was left while it was handed to the models.`)
    lastId += 1
    const own = { recording: original, recordingId: lastId }
    const kept = held.slice(-(HELD_COUNT - 1))
    for (const one of held) if (!kept.includes(one)) drop(one.recordingId)
    held = [...kept, own]
    try {
      await handOver({ recordingId: own.recordingId, recording, transfer })
    } catch (error) {
      held = held.filter((one) => one !== own)
      throw error
    }
  }
  const giveOnce = (recording: Recording) => {
    const giving =
      underWay.get(recording) ??
      give(recording).finally(() => {
        underWay.delete(recording)
        abandoned.delete(recording)
      })
    underWay.set(recording, giving)
    return giving
  }

  return {
    async ask(recording, question) {
      for (;;) {
        const found = underWay.has(recording) ? undefined : held.find((one) => one.recording === recording)
        if (found !== undefined) {
          held = [...held.filter((one) => one !== found), found]
          return question(found.recordingId)
        }
        await giveOnce(recording)
      }
    },
    forget: (recording) => {
      const found = held.find((one) => one.recording === recording)
      if (found === undefined) {
        if (underWay.has(recording)) abandoned.add(recording)
        return
      }
      held = held.filter((one) => one !== found)
      drop(found.recordingId)
    },
    forgetAll: () => {
      // What is being copied was meant for the worker that has gone: it must not start another.
      for (const recording of underWay.keys()) abandoned.add(recording)
      held = []
    },
  }
}

/** Copies a recording a few arrays at a time, the page answering in between; what its channels share, the copy's share. */
async function copyInSteps(original: Recording): Promise<Pick<Handover, 'recording' | 'transfer'>> {
  const times = new Map<Float64Array, Float64Array<ArrayBuffer>>()
  const series: Record<string, ChannelSeries> = {}
  const transfer: ArrayBuffer[] = []
  let stepBytes = 0
  for (const [channel, { timestampsMs, values }] of Object.entries(original.series)) {
    const copiedMs = times.get(timestampsMs) ?? timestampsMs.slice()
    const copiedValues = values.slice()
    if (!times.has(timestampsMs)) transfer.push(copiedMs.buffer)
    times.set(timestampsMs, copiedMs)
    transfer.push(copiedValues.buffer)
    series[channel] = { timestampsMs: copiedMs, values: copiedValues }
    stepBytes += copiedMs.byteLength + copiedValues.byteLength
    if (stepBytes < LARGEST_STEP_BYTES) continue
    stepBytes = 0
    await new Promise((resolve) => setTimeout(resolve))
  }
  return { recording: { ...original, series }, transfer }
}
