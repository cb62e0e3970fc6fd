import type { ChannelSeries, Recording } from '@/lib/core/signal/recording'

/** So many recordings stay in the worker: one for each of the studio's cards. */
const HELD_COUNT = 2
/** Copying more than this at once, in bytes, would keep the page from answering where a machine is slow. */
const LARGEST_STEP_BYTES = 8_000_000

/** A recording on its way to the worker, its samples to be moved there; those that the worker has to forget for it. */
export type Handover = {
  readonly recordingId: number
  readonly recording: Recording
  readonly forgottenIds: readonly number[]
  readonly transfer: ArrayBuffer[]
}

/** The recordings that the worker holds, so that hours of samples are handed to it once and not with each question about them. */
export type HeldRecordings = {
  /** Asks about a recording by its number in the worker, which is given it first where it lacks it. */
  ask<Answer>(recording: Recording, question: (recordingId: number) => Promise<Answer>): Promise<Answer>
  /** The worker has gone, and what it held with it. */
  forgetAll(): void
}

/** Keeps account of what a worker holds; `handOver` resolves when it has what it was given. */
export function createHeldRecordings(handOver: (handover: Handover) => Promise<void>): HeldRecordings {
  /** By their last use, the latest last. */
  let held: readonly { readonly recording: Recording; readonly recordingId: number }[] = []
  const underWay = new Map<Recording, Promise<void>>()
  let lastId = 0

  const give = async (original: Recording) => {
    const { recording, transfer } = await copyInSteps(original)
    lastId += 1
    const own = { recording: original, recordingId: lastId }
    const kept = held.slice(-(HELD_COUNT - 1))
    const forgottenIds = held.filter((one) => !kept.includes(one)).map(({ recordingId }) => recordingId)
    held = [...kept, own]
    try {
      await handOver({ recordingId: own.recordingId, recording, forgottenIds, transfer })
    } catch (error) {
      held = held.filter((one) => one !== own)
      throw error
    }
  }
  const giveOnce = (recording: Recording) => {
    const giving = underWay.get(recording) ?? give(recording).finally(() => underWay.delete(recording))
    underWay.set(recording, giving)
    return giving
  }

  return {
    async ask(recording, question) {
      for (;;) {
        await underWay.get(recording)
        const found = held.find((one) => one.recording === recording)
        if (found !== undefined) {
          held = [...held.filter((one) => one !== found), found]
          return question(found.recordingId)
        }
        await giveOnce(recording)
      }
    },
    forgetAll: () => {
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
