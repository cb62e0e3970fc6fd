import '@tensorflow/tfjs-backend-cpu'
import { env } from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'

import type { Recording } from '@/lib/core/signal/recording'

import { estimateRecording } from './estimate-recording'
import { modelFolders } from './model-folders'
import { createModels } from './models'
import { readShippedModel } from './test-support'

// Says nothing of how to be faster in Node: these models are meant for browsers.
env().set('IS_TEST', true)

const shippedModels = () => createModels((modelId) => readShippedModel(modelId, modelFolders[modelId]))

const skinTempFor = (lengthSec: number, valueAt: (second: number) => number): Recording => ({
  sourceName: 'Made up',
  fileName: 'TEMP.csv',
  startMs: 0,
  endMs: lengthSec * 1000,
  series: {
    skinTemp: {
      timestampsMs: Float64Array.from({ length: lengthSec }, (_, second) => second * 1000),
      values: Float32Array.from({ length: lengthSec }, (_, second) => valueAt(second)),
    },
  },
  tagsMs: [],
  notes: [],
})

describe('estimateRecording', () => {
  it('reads every window of a recording in order and tells how far it is', async () => {
    const shares: number[] = []
    const recording = skinTempFor(150, (second) => 33 + Math.sin(second / 20))
    const estimates = await estimateRecording(shippedModels(), 'stress', recording, (share) => shares.push(share))
    expect(estimates.map(({ startMs }) => startMs)).toEqual([0, 15_000, 30_000, 45_000, 60_000, 75_000, 90_000])
    for (const { scores } of estimates) expect(scores.reduce((sum, score) => sum + score, 0)).toBeCloseTo(1, 5)
    expect(shares.at(-1)).toBe(1)
  })

  it('says what was found and expected where no window can be filled', async () => {
    const empty = skinTempFor(150, () => Number.NaN)
    await expect(estimateRecording(shippedModels(), 'stress', empty, () => {})).rejects.toMatchObject({
      code: 'RECORDING_TOO_SHORT',
      message: expect.stringContaining('TEMP.csv'),
    })
  })
})
