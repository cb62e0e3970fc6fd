import { expect, test } from 'vitest'

import type { Recording } from '@/lib/core/signal/recording'

import { createHeldRecordings, type Handover } from './held-recordings'

const timestampsMs = Float64Array.of(0, 1000, 2000)
const recordingOf = (fileName: string): Recording => ({
  sourceName: 'test',
  fileName,
  startMs: 0,
  endMs: 2000,
  series: {
    accX: { timestampsMs, values: Float32Array.of(1, 2, 3) },
    accY: { timestampsMs, values: Float32Array.of(4, 5, 6) },
    // A part of a larger array: what lies around it stays here.
    eda: { timestampsMs: timestampsMs.subarray(1), values: Float32Array.of(9, 7, 8).subarray(1) },
  },
  tagsMs: [],
  notes: [],
})

const hold = (handOver: (handover: Handover) => Promise<void> = () => Promise.resolve()) => {
  const handovers: Handover[] = []
  const droppedIds: number[] = []
  const held = createHeldRecordings(
    (handover) => {
      handovers.push(handover)
      return handOver(handover)
    },
    (recordingId) => droppedIds.push(recordingId),
  )
  const idOf = (recording: Recording) => held.ask(recording, (recordingId) => Promise.resolve(recordingId))
  return { held, handovers, droppedIds, idOf }
}

test('a recording is handed over as a copy whose channels share what they shared, and stays as it was here', async () => {
  const { handovers, idOf } = hold()
  const original = recordingOf('a.csv')
  await idOf(original)
  const [{ recording, transfer } = { recording: undefined, transfer: [] }] = handovers
  expect(recording).toEqual(original)
  const { accX, accY, eda } = recording?.series ?? {}
  expect(accX?.timestampsMs).toBe(accY?.timestampsMs)
  expect(transfer).toEqual([
    accX?.timestampsMs.buffer,
    accX?.values.buffer,
    accY?.values.buffer,
    eda?.timestampsMs.buffer,
    eda?.values.buffer,
  ])
  expect(transfer).not.toContain(timestampsMs.buffer)
  expect(eda?.values.buffer.byteLength).toBe(2 * Float32Array.BYTES_PER_ELEMENT)
})

test('questions about one recording, at once or later, hand it over once', async () => {
  const { handovers, idOf } = hold()
  const recording = recordingOf('a.csv')
  expect(await Promise.all([idOf(recording), idOf(recording)])).toEqual([1, 1])
  expect(await idOf(recording)).toBe(1)
  expect(handovers).toHaveLength(1)
})

test('of three recordings the worker drops the one that was asked about longest ago, and is given it again when it is asked about', async () => {
  const { droppedIds, idOf } = hold()
  const one = recordingOf('a.csv')
  const two = recordingOf('b.csv')
  const three = recordingOf('c.csv')
  await idOf(one)
  await idOf(two)
  await idOf(one)
  expect(await idOf(three)).toBe(3)
  expect(droppedIds).toEqual([2])
  expect(await idOf(two)).toBe(4)
  expect(droppedIds).toEqual([2, 1])
})

test('what the worker could not take is handed over anew, and so is everything once it has gone', async () => {
  let isBroken = true
  const { held, handovers, idOf } = hold(() => (isBroken ? Promise.reject(new Error('no memory')) : Promise.resolve()))
  const recording = recordingOf('a.csv')
  await expect(idOf(recording)).rejects.toThrow('no memory')
  isBroken = false
  expect(await idOf(recording)).toBe(2)
  held.forgetAll()
  expect(await idOf(recording)).toBe(3)
  expect(handovers).toHaveLength(3)
})

test('a recording that nobody will ask about is dropped, and given anew when somebody does', async () => {
  const { held, droppedIds, idOf } = hold()
  const recording = recordingOf('a.csv')
  await idOf(recording)
  held.forget(recording)
  held.forget(recording)
  expect(droppedIds).toEqual([1])
  expect(await idOf(recording)).toBe(2)
})

test.each([
  ['it is forgotten', 'forget'],
  ['the worker goes', 'forgetAll'],
] as const)('what is still being copied when %s is not handed over', async (_, means) => {
  const { held, handovers, droppedIds, idOf } = hold()
  const recording = recordingOf('a.csv')
  const asked = idOf(recording)
  held[means](recording)
  await expect(asked).rejects.toMatchObject({ code: 'INFERENCE_FAILED' })
  expect(handovers).toEqual([])
  expect(droppedIds).toEqual([])
  expect(await idOf(recording)).toBe(1)
})
