import { describe, expect, it } from 'vitest'

import type { SignalWindow } from '@/lib/core/signal/window-spec'
import stressContract from '@/training/contracts/stress.json'
import { modelManifestSchema } from '@/lib/contracts/model-manifest'
import type { ManifestOf, ModelId } from '@/lib/contracts/model-manifest'

import { estimateWindows } from './estimate-windows'
import type { TensorValues } from './graph-model'
import type { Models } from './models'

const manifest = modelManifestSchema.parse({
  ...stressContract,
  formatVersion: 1,
  weightsSha256: '0'.repeat(64),
  weightsBytes: 1,
  trainedOn: [{ dataset: 'made up', terms: 'none' }],
  metrics: {},
  createdAt: '2026-01-01T00:00:00Z',
  gitCommit: 'uncommitted',
})

/** A stand-in for the stress model: the first score of a row is the row's first value. */
function fakeModels() {
  const runs: Readonly<Record<string, TensorValues>>[] = []
  const isOf = <Id extends ModelId>(modelId: Id, candidate: typeof manifest): candidate is ManifestOf<Id> => candidate.modelId === modelId
  const models: Models = {
    async manifest(modelId) {
      if (!isOf(modelId, manifest)) throw new Error(`no manifest of ${modelId}`)
      return manifest
    },
    async run(_modelId, inputs) {
      runs.push(inputs)
      const { values, shape } = inputs['window'] ?? { values: new Float32Array(), shape: [0] }
      const rowCount = shape[0] ?? 0
      const scores = new Float32Array(rowCount * 4)
      for (let row = 0; row < rowCount; row++) scores.set([values[row * 960] ?? NaN, 0.1, 0.2, 0], row * 4)
      return scores
    },
    graph: () => Promise.reject(new Error('not asked for')),
    async disposeGraphs() {},
  }
  return { models, runs }
}

const windowAt = (index: number, first: number, hasEda = true): SignalWindow => ({
  startMs: index * 15_000,
  endMs: index * 15_000 + 60_000,
  values: new Float32Array(960).fill(first),
  presence: Float32Array.of(1, 1, hasEda ? 1 : 0, 1, 1, 0),
})

describe('estimateWindows', () => {
  it('gives one estimate a window, in order, with the stretch that it speaks of and its highest score as confidence', async () => {
    const windows = Array.from({ length: 150 }, (_, index) => windowAt(index, 0.25 + index / 1000))
    const { models, runs } = fakeModels()
    const shares: number[] = []
    const estimates = await estimateWindows(models, 'stress', windows, (share) => shares.push(share))
    expect(estimates.length).toBe(150)
    expect(estimates[149]).toMatchObject({ startMs: 149 * 15_000, endMs: 149 * 15_000 + 60_000 })
    for (const [index, { scores, confidence }] of estimates.entries()) {
      expect(scores[0]).toBeCloseTo(0.25 + index / 1000, 5)
      expect(confidence).toBe(scores[0])
    }
    expect(shares).toEqual([128 / 150, 1])
    // One shape for all runs: graphics backends compile anew for each.
    expect(new Set(runs.map((inputs) => inputs['window']?.shape.join()))).toEqual(new Set(['128,60,16']))
  })

  it('does not pad a window that comes alone', async () => {
    const { models, runs } = fakeModels()
    await estimateWindows(models, 'stress', [windowAt(0, 0.7)], () => {})
    expect(runs[0]?.['window']?.shape).toEqual([1, 60, 16])
  })

  it('runs windows with the same sensors together, and gives their estimates in order of time', async () => {
    const windows = Array.from({ length: 6 }, (_, index) => windowAt(index, index / 10, index % 3 !== 0))
    const { models, runs } = fakeModels()
    const estimates = await estimateWindows(models, 'stress', windows, () => {})
    expect(estimates.map(({ scores }) => Math.round(10 * (scores[0] ?? NaN)))).toEqual([0, 1, 2, 3, 4, 5])
    const edaPresences = runs.map((inputs) => Array.from({ length: 4 }, (_, row) => inputs['presence']?.values[row * 6 + 2]))
    expect(edaPresences).toEqual([
      [0, 0, 0, 0],
      [1, 1, 1, 1],
    ])
  })

  it('runs nothing for no windows', async () => {
    const { models, runs } = fakeModels()
    expect(await estimateWindows(models, 'stress', [], () => {})).toEqual([])
    expect(runs).toEqual([])
  })

  it('refuses windows that were cut for another model', async () => {
    const { models } = fakeModels()
    const wrong = { ...windowAt(0, 0), values: new Float32Array(768) }
    await expect(estimateWindows(models, 'stress', [wrong], () => {})).rejects.toThrow(
      'Window 0 holds 768 values and 6 presences; the stress model expects 960 and 6.',
    )
  })
})
